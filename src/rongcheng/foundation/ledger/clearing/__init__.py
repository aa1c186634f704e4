"""Clearing between pools (清算): at a window's end each owes one sum or is owed one sum."""
