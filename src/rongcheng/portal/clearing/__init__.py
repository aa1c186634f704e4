"""Clearing for those who pay (清算): windows, statements, confirmations, disputes, prefunds."""
