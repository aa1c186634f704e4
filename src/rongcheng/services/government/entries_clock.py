"""Where people find warnings, follow-ups and ratings (入口)."""

from __future__ import annotations

from rongcheng.web.registry import NavItem, Offer

CLOCK_NAV = (
    NavItem(
        key="case-warnings",
        title={"zh": "预警", "en": "Warnings"},
        href="/cases/warnings",
        icon="alarm",
        audiences=frozenset({"clerk", "officer", "head", "office"}),
        within="office",
    ),
    NavItem(
        key="follow-ups",
        title={"zh": "差评回访", "en": "Follow-ups"},
        href="/cases/follow-ups",
        icon="phone",
        audiences=frozenset({"head"}),
    ),
)
CLOCK_OFFERS = (
    Offer(
        key="government-ratings",
        title={"zh": "看办事评价", "en": "See how services are rated"},
        summary={
            "zh": "按事项、城市、窗口看大家的评价，没有评的另外算。",
            "en": "By item, city and window; services that nobody rated are counted apart.",
        },
        href="/ratings",
        icon="scale",
        domain="government",
    ),
)
