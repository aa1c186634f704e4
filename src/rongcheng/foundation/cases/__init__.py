"""Cases (办件): see README.md."""
