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
        Offer(
            key="me-code-manage",
            title={"zh": "停用丢了的手机或卡", "en": "Stop a lost phone or card"},
            summary={
                "zh": "看有哪些手机和纸质卡带着码，丢了马上停用。",
                "en": "See which phones and cards carry the code, and stop a lost one at once.",
            },
            href="/me/code/manage",
            icon="phone",
            domain="government",
            matter="code",
        ),
    ),
)
