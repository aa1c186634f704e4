"""Verifying a code at a desk (核验融城码), with a network and without."""
