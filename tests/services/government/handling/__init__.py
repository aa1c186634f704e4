"""Cases as they are handled, on PostgreSQL."""
