"""Addresses of the government pages (网址); each part of the room adds its own list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from rongcheng.services.government import urls_clock

urlpatterns: list[URLPattern | URLResolver] = [
    *urls_clock.urlpatterns,
]
