"""Migrations of the policy floor (政策手册)."""
