"""Tests of the access app."""
