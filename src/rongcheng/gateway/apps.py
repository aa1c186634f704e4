"""Composes the house (网关): configures the crypto suite before anything is read or written."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.runtime.keys import configure_from_environment


class GatewayConfig(AppConfig):
    """The one entrance: HTTP addresses, the API and its description."""

    name = "rongcheng.gateway"
    label = "gateway"
    verbose_name = "网关"

    def ready(self) -> None:
        """Give this process its keys, so that what is sealed can be read and written."""
        configure_from_environment()
