"""Registers the government room (政务通办): its endpoints and pages."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.web.registry import CounterAct, Service, register


class GovernmentConfig(AppConfig):
    """Government services (政务服务): apply anywhere, decided by whom the law names."""

    name = "rongcheng.services.government"
    label = "government"
    verbose_name = "政务服务"

    def ready(self) -> None:
        """Fill the registry; modules with models are imported once Django's apps are loaded."""
        from rongcheng.foundation.outbox.registry import register as listen
        from rongcheng.services.government.finishing import TOPIC
        from rongcheng.services.government.zone.telling import tell_apps

        listen(TOPIC, tell_apps)
        register(
            Service(
                name="government",
                title={"zh": "政务服务", "en": "Government services"},
                routers=("rongcheng.services.government.zone.api.router",),
                urls="rongcheng.services.government.urls",
                counter_acts=(CounterAct("government.counter.act.", "/counter/cases", "receipt"),),
            )
        )
