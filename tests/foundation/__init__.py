"""Tests of the foundation (基础)."""
