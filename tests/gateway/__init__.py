"""Tests of the one entrance: who may open which address."""
