"""Ratings (好差评): what people said, what is done about a bad one, what is published."""
