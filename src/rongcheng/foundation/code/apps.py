"""Registers the one code: its endpoints, keys and lists (融城码应用)."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.web.registry import Service, register


class CodeConfig(AppConfig):
    """The one code (融城码): one sign of a resident that every member city can check."""

    name = "rongcheng.foundation.code"
    label = "code"
    verbose_name = "融城码"

    def ready(self) -> None:
        """Name the endpoints, so that the gateway finds them."""
        register(
            Service(
                name="code",
                title={"zh": "融城码", "en": "Rongcheng code"},
                routers=("rongcheng.foundation.code.api.router",),
                urls="rongcheng.foundation.code.urls",
            )
        )
