"""Django registration of the portal (门户)."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Gives the public its home page, everyone the sign-in, and the policy book its pages."""

    name = "rongcheng.portal"
    label = "portal"
    verbose_name = "门户"
