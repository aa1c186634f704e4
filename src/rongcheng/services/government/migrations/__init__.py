"""Migrations of the government room (政务通办的迁移)."""
