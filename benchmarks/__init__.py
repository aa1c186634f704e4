"""Measures, as ratios in one run (性能对照)."""
