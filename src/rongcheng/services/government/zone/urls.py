"""Addresses of the service zone (专区网址)."""

from __future__ import annotations

from django.urls import path

from rongcheng.services.government.zone import pages

urlpatterns = [
    path("zone/<str:app>", pages.zone, name="zone"),
    path("zone/<str:app>/<slug:item>", pages.zone_item, name="zone-item"),
]
