"""Where people find the catalogue (入口): the place in the navigation, the offers to residents."""

from __future__ import annotations

from rongcheng.web.registry import NavItem, Offer

NAV = (
    NavItem(
        key="items",
        title={"zh": "办事", "en": "Apply"},
        href="/items",
        icon="counter",
        audiences=frozenset({"visitor", "resident", "clerk"}),
    ),
    NavItem(
        key="office-items",
        title={"zh": "事项管理", "en": "Items"},
        href="/office/items",
        icon="receipt",
        audiences=frozenset({"office"}),
        also=("/office/bundles", "/office/agreements", "/office/powers"),
    ),
)
OFFERS = (
    Offer(
        key="government-items",
        title={"zh": "查能办什么", "en": "See what you can apply for"},
        summary={
            "zh": "在哪里都能申请，由谁决定、要带什么、多久办好，先看清楚。",
            "en": "Apply anywhere: who decides, what to bring, how long it takes.",
        },
        href="/items",
        icon="counter",
        domain="government",
        life_events=("home", "work", "birth"),
        elder_rank=6,
        audiences=frozenset({"visitor", "resident", "clerk"}),
    ),
)
