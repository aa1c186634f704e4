"""Figures (民生指标): kept up to date as things happen, measured and never typed in."""
