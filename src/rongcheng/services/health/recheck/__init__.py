"""Deciding again what was decided (复核): from sealed facts and archived policy."""
