"""The public door (门户): home page, sign-in, policy book, style guide, health check."""
