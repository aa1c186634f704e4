"""Tests of the office's editor of registers."""
