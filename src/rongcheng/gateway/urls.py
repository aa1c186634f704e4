"""Every address of the house (网址): services first, then the portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from rongcheng.gateway.api import api
from rongcheng.web.registry import services

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", api.urls),
    path("", include("rongcheng.web.urls")),
    *(path("", include(service.urls)) for service in services() if service.urls),
    path("", include("rongcheng.portal.urls")),
]

handler400 = "rongcheng.web.errors.bad_request"
handler403 = "rongcheng.web.errors.permission_denied"
handler404 = "rongcheng.web.errors.page_not_found"
handler500 = "rongcheng.web.errors.server_error"
