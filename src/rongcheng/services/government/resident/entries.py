"""Where residents find the government room (入口): navigation, and what they can do today."""

from __future__ import annotations

from rongcheng.web.registry import NavItem, Offer

RESIDENT_NAV = (
    NavItem(
        key="me-cases",
        title={"zh": "我的办件", "en": "My cases"},
        href="/me/cases",
        icon="file",
        audiences=frozenset({"resident"}),
        matter="cases",
    ),
)
RESIDENT_OFFERS = (
    Offer(
        key="government-cases",
        title={"zh": "看办件到哪一步", "en": "See how far a case is"},
        summary={
            "zh": "谁在办、缺什么、最晚哪天办结，一眼看到；要补的材料一次补齐。",
            "en": "Who has it, what is missing, by which day it is decided.",
        },
        href="/me/cases",
        icon="file",
        domain="government",
        life_events=("home", "work"),
        matter="cases",
    ),
)
