"""Where people find the health room (入口): places in the navigation, and offers to residents."""

from __future__ import annotations

from rongcheng.services.health.filings.entries import FILING_NAV, FILING_OFFERS
from rongcheng.web.registry import NavItem, Offer

OFFICE = NavItem(
    key="office",
    title={"zh": "协同办", "en": "Office"},
    href="/office",
    icon="scale",
    audiences=frozenset({"office"}),
    first=True,
)
RECONCILIATION = (
    NavItem(
        key="desk-reconciliation",
        title={"zh": "对账", "en": "Reconcile"},
        href="/desk/reconciliation",
        icon="scale",
        audiences=frozenset({"desk"}),
    ),
    NavItem(
        key="clearing-reconciliation",
        title={"zh": "对账", "en": "Reconcile"},
        href="/clearing/reconciliation",
        icon="scale",
        audiences=frozenset({"fund"}),
    ),
)
NAV = (
    NavItem(
        key="me-settlements",
        title={"zh": "我的结算", "en": "My settlements"},
        href="/me/settlements",
        icon="receipt",
        audiences=frozenset({"resident"}),
        matter="settlements",
        first=True,
    ),
    *FILING_NAV,
    NavItem(
        key="desk",
        title={"zh": "本院结算", "en": "Hospital desk"},
        href="/desk",
        icon="hospital",
        audiences=frozenset({"desk"}),
    ),
    OFFICE,
    *RECONCILIATION,
)
OFFERS = (
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
        matter="settlements",
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
        matter="voucher",
    ),
    *FILING_OFFERS,
)
