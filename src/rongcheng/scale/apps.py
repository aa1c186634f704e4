"""Django registration of the columnar engines (批量引擎): the what-if page of the office."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.web.registry import Service, register


class ScaleConfig(AppConfig):
    """Batches over files, and what another policy would cost."""

    name = "rongcheng.scale"
    label = "scale"
    verbose_name = "批量引擎"

    def ready(self) -> None:
        """Give the what-if page its addresses."""
        register(
            Service(
                name="scale",
                title={"zh": "政策测算", "en": "What if"},
                urls="rongcheng.scale.urls",
            )
        )
