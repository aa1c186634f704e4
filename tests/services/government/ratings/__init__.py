"""Ratings of services, their follow-up and their figures."""
