"""Passing days (到期): what the clock does to cases by itself, in bounded portions."""
