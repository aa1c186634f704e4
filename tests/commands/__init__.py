"""Commands, each on a database of the tests."""
