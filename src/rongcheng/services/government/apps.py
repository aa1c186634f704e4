"""Registers the government room (政务通办): its endpoints and pages."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.kernel.sealed_columns import register_sealed
from rongcheng.services.government.entries_clock import CLOCK_NAV, CLOCK_OFFERS
from rongcheng.services.government.ratings.sealing import RATING_TEXT
from rongcheng.web.registry import CounterAct, Service, register


class GovernmentConfig(AppConfig):
    """Government services (政务服务): apply anywhere, decided by whom the law names."""

    name = "rongcheng.services.government"
    label = "government"
    verbose_name = "政务服务"

    def ready(self) -> None:
        """Fill the registry; modules with models are imported once Django's apps are loaded."""
        register_sealed(RATING_TEXT)
        register(
            Service(
                name="government",
                title={"zh": "政务服务", "en": "Government services"},
                routers=("rongcheng.services.government.ratings_api.router",),
                urls="rongcheng.services.government.urls",
                nav=CLOCK_NAV,
                offers=CLOCK_OFFERS,
                counter_acts=(CounterAct("government.counter.act.", "/counter/cases", "receipt"),),
            )
        )
