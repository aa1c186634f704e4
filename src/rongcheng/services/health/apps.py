"""Registers the health room: its API, pages, live indicators and outbox handler."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.foundation.outbox.registry import register as subscribe
from rongcheng.web.registry import NavItem, Offer, Service, register


class HealthConfig(AppConfig):
    """Health (医疗健康): off-site direct settlement across the metro's cities."""

    name = "rongcheng.services.health"
    label = "health"
    verbose_name = "医疗健康"

    def ready(self) -> None:
        """Fill the registry; modules with models are imported once Django's apps are loaded."""
        # These modules hold models, which Django lets nobody import before this point.
        from rongcheng.services.health.indicators import INDICATORS
        from rongcheng.services.health.settling import EVENT_SETTLED
        from rongcheng.services.health.tallying import take_settlements

        subscribe(EVENT_SETTLED, take_settlements)
        register(
            Service(
                name="health",
                title={"zh": "医疗健康", "en": "Health"},
                routers=("rongcheng.services.health.api.router",),
                urls="rongcheng.services.health.urls",
                indicators=INDICATORS,
                nav=(
                    NavItem(
                        key="me-settlements",
                        title={"zh": "我的结算", "en": "My settlements"},
                        href="/me/settlements",
                        icon="receipt",
                        audiences=frozenset({"resident"}),
                    ),
                    NavItem(
                        key="desk",
                        title={"zh": "本院结算", "en": "Hospital desk"},
                        href="/desk",
                        icon="hospital",
                        audiences=frozenset({"desk"}),
                    ),
                    NavItem(
                        key="office-cores",
                        title={"zh": "核心系统", "en": "Core systems"},
                        href="/office/cores",
                        icon="shield",
                        audiences=frozenset({"office"}),
                    ),
                ),
                offers=(
                    Offer(
                        key="health-settlements",
                        title={"zh": "看我的结算", "en": "See my settlements"},
                        summary={
                            "zh": "每一笔怎么算的、依据哪份文件，点“为什么？”就能看到。",
                            "en": "How each bill was worked out and by which document: tap Why?",
                        },
                        href="/me/settlements",
                        icon="receipt",
                        domain="health",
                        life_events=("ill",),
                        elder_rank=1,
                    ),
                    Offer(
                        key="health-voucher",
                        title={"zh": "出示医保码", "en": "Show my insurance code"},
                        summary={
                            "zh": "在长株潭、成德眉资的定点医院出示，当场结算，不用垫付。",
                            "en": "Show it at a designated hospital of your metro and settle on "
                            "the spot, nothing to advance.",
                        },
                        href="/me/voucher",
                        icon="phone",
                        domain="health",
                        life_events=("ill",),
                        elder_rank=2,
                    ),
                ),
            )
        )
