"""Where people find follow-ups and ratings (入口)."""

from __future__ import annotations

from rongcheng.web.registry import NavItem, Offer

RATING_NAV = (
    NavItem(
        key="follow-ups",
        title={"zh": "差评回访", "en": "Follow-ups"},
        href="/cases/follow-ups",
        icon="phone",
        audiences=frozenset({"head"}),
    ),
)
RATING_OFFERS = (
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
