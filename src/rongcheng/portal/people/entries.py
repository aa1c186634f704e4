"""Where residents find their people (家人与代办入口): a place in the navigation, and an offer."""

from __future__ import annotations

from rongcheng.web.registry import NavItem, Offer, Service

PEOPLE = Service(
    name="me-people",
    title={"zh": "我的家人与代办", "en": "My people"},
    nav=(
        NavItem(
            key="me-people",
            title={"zh": "家人代办", "en": "My people"},
            href="/me/people",
            icon="people",
            audiences=frozenset({"resident"}),
        ),
    ),
    offers=(
        Offer(
            key="me-people",
            title={"zh": "请家人代办，或替家人办", "en": "Let family act for me, or act for them"},
            summary={
                "zh": "托付哪几件事、到哪一天，由您定；随时可以撤销，办过什么都记着。",
                "en": "You decide what and until when; take it back any time. All that is done is"
                " on record.",
            },
            href="/me/people",
            icon="people",
            domain="government",
            elder_rank=4,
        ),
    ),
)
