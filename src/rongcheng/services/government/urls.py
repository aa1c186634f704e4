"""Addresses of the government pages (网址); each part of the room adds its own list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    # Before the back office: `cases/warnings` and `cases/follow-ups` are no cases.
    path("", include("rongcheng.services.government.urls_clock")),
    path("", include("rongcheng.services.government.urls_ratings")),
    path("", include("rongcheng.services.government.urls_backoffice")),
    path("", include("rongcheng.services.government.urls_catalogue")),
    path("", include("rongcheng.services.government.urls_counter")),
    path("", include("rongcheng.services.government.urls_certificates")),
    path("", include("rongcheng.services.government.urls_materials")),
    path("", include("rongcheng.services.government.urls_zone")),
    path("", include("rongcheng.services.government.urls_registers")),
    path("", include("rongcheng.services.government.urls_resident")),
]
