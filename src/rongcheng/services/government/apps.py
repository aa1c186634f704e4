"""Registers the government room (政务通办): its endpoints and pages."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.foundation.outbox.registry import register as subscribe
from rongcheng.services.government.backoffice.entries import NAV
from rongcheng.web.registry import Service, register


class GovernmentConfig(AppConfig):
    """Government services (政务服务): apply anywhere, decided by whom the law names."""

    name = "rongcheng.services.government"
    label = "government"
    verbose_name = "政务服务"

    def ready(self) -> None:
        """Fill the registry; modules with models are imported once Django's apps are loaded."""
        # These modules hold models, which Django lets nobody import before this point.
        from rongcheng.services.government.backoffice.distributing import distribute_events
        from rongcheng.services.government.backoffice.following import follow_up
        from rongcheng.services.government.finishing import TOPIC
        from rongcheng.services.government.results import on_step

        on_step(follow_up)
        subscribe(TOPIC, distribute_events)
        register(
            Service(
                name="government",
                title={"zh": "政务服务", "en": "Government services"},
                urls="rongcheng.services.government.urls",
                nav=NAV,
            )
        )
