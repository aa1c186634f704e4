"""Tests of the catalogue of government items."""
