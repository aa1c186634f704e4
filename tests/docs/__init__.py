"""The documentation is under test: what it shows exists, what it teaches runs."""
