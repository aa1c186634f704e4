"""Migrations of the one code (融城码的数据表变更)."""
