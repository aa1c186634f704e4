"""Health: treated in any member city, settled at the counter (医疗健康)."""
