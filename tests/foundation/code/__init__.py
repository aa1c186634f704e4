"""Tests of the one code."""
