"""Addresses of the what-if page (政策测算)."""

from __future__ import annotations

urlpatterns = []
