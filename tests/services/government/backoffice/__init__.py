"""The back office of cases."""
