"""Addresses of the government pages (网址); each part of the room adds its own list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    # Before the back office: `cases/warnings` and `cases/follow-ups` are no cases.
    path("", include("rongcheng.services.government.clock.urls")),
    path("", include("rongcheng.services.government.ratings.urls")),
    path("", include("rongcheng.services.government.backoffice.urls")),
    path("", include("rongcheng.services.government.catalogue.urls")),
    path("", include("rongcheng.services.government.catalogue_editor.urls")),
    path("", include("rongcheng.services.government.counter.urls")),
    path("", include("rongcheng.services.government.certificates.urls")),
    path("", include("rongcheng.services.government.materials.urls")),
    path("", include("rongcheng.services.government.zone.urls")),
    path("", include("rongcheng.services.government.register_editor.urls")),
    path("", include("rongcheng.services.government.resident.urls")),
]
