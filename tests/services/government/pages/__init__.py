"""The government pages as a resident meets them, by Django's client."""
