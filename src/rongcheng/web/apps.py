"""Django registration of the web floor (网页底座)."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Gives every page and endpoint its layout, components, messages and error answers."""

    name = "rongcheng.web"
    label = "web"
    verbose_name = "网页底座"
