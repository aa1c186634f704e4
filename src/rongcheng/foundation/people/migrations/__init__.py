"""Versioned tables of this app (数据表版本)."""
