"""Registers the government room (政务通办): its endpoints and pages."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.services.government.entries_resident import RESIDENT_NAV, RESIDENT_OFFERS
from rongcheng.web.registry import Service, register


class GovernmentConfig(AppConfig):
    """Government services (政务服务): apply anywhere, decided by whom the law names."""

    name = "rongcheng.services.government"
    label = "government"
    verbose_name = "政务服务"

    def ready(self) -> None:
        """Fill the registry; modules with models are imported once Django's apps are loaded."""
        register(
            Service(
                name="government",
                title={"zh": "政务服务", "en": "Government services"},
                urls="rongcheng.services.government.urls",
                nav=(*RESIDENT_NAV,),
                offers=(*RESIDENT_OFFERS,),
            )
        )
