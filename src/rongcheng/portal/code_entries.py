"""Where residents find their code (融城码入口): one tap from everywhere, first in elder mode."""

from __future__ import annotations

from rongcheng.web.registry import NavItem, Offer, Service

CODE = Service(
    # Sorts before the services, so that the code has its place in a phone's bottom bar.
    name="code-pages",
    title={"zh": "融城码", "en": "Rongcheng code"},
    nav=(
        NavItem(
            key="me-code",
            title={"zh": "我的码", "en": "My code"},
            href="/me/code",
            icon="code",
            audiences=frozenset({"resident"}),
        ),
    ),
    offers=(
        Offer(
            key="me-code",
            title={"zh": "出示融城码", "en": "Show my Rongcheng code"},
            summary={
                "zh": "医院、窗口、车站、公园和场馆，各成员城市都认这一个码，没有网也能用。",
                "en": "One code for hospitals, counters, buses, parks and venues of every member "
                "city, with or without a network.",
            },
            href="/me/code",
            icon="code",
            domain="government",
            elder_rank=1,
        ),
    ),
)
