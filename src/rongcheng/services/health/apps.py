"""Registers the health room: its API, pages, live indicators and outbox handler."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.foundation.outbox.registry import register as subscribe
from rongcheng.kernel.sealed_columns import register_sealed
from rongcheng.services.health.entries import NAV, OFFERS
from rongcheng.services.health.sealed import SEALED
from rongcheng.web.registry import Service, register


class HealthConfig(AppConfig):
    """Health (医疗健康): off-site direct settlement across the metro's cities."""

    name = "rongcheng.services.health"
    label = "health"
    verbose_name = "医疗健康"

    def ready(self) -> None:
        """Fill the registry; modules with models are imported once Django's apps are loaded."""
        # These modules hold models, which Django lets nobody import before this point.
        from rongcheng.services.health.audit_looks import persons_of_settlements
        from rongcheng.services.health.figures.coverage_tallying import count_institutions
        from rongcheng.services.health.figures.indicators import INDICATORS
        from rongcheng.services.health.figures.tallying import take_settlements
        from rongcheng.services.health.ledger_words import LEDGER_WORDS, settlement_address
        from rongcheng.services.health.settling.settlement import EVENT_SETTLED

        register_sealed(*SEALED)
        subscribe(EVENT_SETTLED, take_settlements)
        subscribe(EVENT_SETTLED, count_institutions)
        register(
            Service(
                name="health",
                title={"zh": "医疗健康", "en": "Health"},
                routers=(
                    "rongcheng.services.health.native_api.api.router",
                    "rongcheng.services.health.native_api.filing_api.router",
                ),
                urls="rongcheng.services.health.urls",
                indicators=INDICATORS,
                entry_link=settlement_address,
                entry_persons=persons_of_settlements,
                ledger_words=LEDGER_WORDS,
                nav=NAV,
                offers=OFFERS,
            )
        )
