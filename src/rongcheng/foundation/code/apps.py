"""Registers the one code: its endpoints, keys and lists (融城码应用)."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.kernel.sealed_columns import register_sealed
from rongcheng.web.registry import Service, register


class CodeConfig(AppConfig):
    """The one code (融城码): one sign of a resident that every member city can check."""

    name = "rongcheng.foundation.code"
    label = "code"
    verbose_name = "融城码"

    def ready(self) -> None:
        """Name the endpoints, so that the gateway finds them, and what lies sealed here."""
        # Models load only now, so this import cannot stand at the top.
        from rongcheng.foundation.code.keys import PRIVATE_KEYS

        register_sealed(PRIVATE_KEYS)
        register(
            Service(
                name="code",
                title={"zh": "融城码", "en": "Rongcheng code"},
                routers=("rongcheng.foundation.code.api.router",),
                urls="rongcheng.foundation.code.urls",
            )
        )
