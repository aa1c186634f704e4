"""Tests of re-sealing."""
