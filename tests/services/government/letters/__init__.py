"""Letters of cases."""
