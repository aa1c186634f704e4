"""Where people find filings and reviews (备案入口): navigation and what a resident can do today."""

from __future__ import annotations

from rongcheng.web.registry import NavItem, Offer

FILING_NAV = (
    NavItem(
        key="me-filings",
        title={"zh": "我的备案", "en": "My filings"},
        href="/me/filings",
        icon="map",
        audiences=frozenset({"resident"}),
        matter="filings",
    ),
    NavItem(
        key="filings-review",
        title={"zh": "慢特病审核", "en": "Reviews"},
        href="/filings/review",
        icon="check",
        # The fund officer may open the page too; her own place is the clearing.
        audiences=frozenset({"clerk"}),
    ),
)

FILING_OFFERS = (
    Offer(
        key="health-filings",
        title={"zh": "异地就医备案", "en": "File care away from home"},
        summary={
            "zh": "先看要不要备案、报销比例降不降；要备的话一分钟办好。",
            "en": "See whether a filing is needed and what is reimbursed; file in a minute.",
        },
        href="/me/filings",
        icon="map",
        domain="health",
        life_events=("ill",),
        matter="filings",
    ),
)
