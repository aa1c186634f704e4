"""Where people find warnings (入口)."""

from __future__ import annotations

from rongcheng.web.registry import NavItem

CLOCK_NAV = (
    NavItem(
        key="case-warnings",
        title={"zh": "预警", "en": "Warnings"},
        href="/cases/warnings",
        icon="alarm",
        audiences=frozenset({"clerk", "officer", "head", "office"}),
        within="office",
    ),
)
