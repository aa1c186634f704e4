"""Where staff find the back office (入口)."""

from __future__ import annotations

from rongcheng.web.registry import NavItem

NAV = (
    NavItem(
        key="cases",
        title={"zh": "办件", "en": "Cases"},
        href="/cases",
        icon="work",
        audiences=frozenset({"officer", "head", "clerk"}),
    ),
    NavItem(
        key="cases-load",
        title={"zh": "负荷", "en": "Load"},
        href="/cases/load",
        icon="scale",
        audiences=frozenset({"head"}),
    ),
)
"""In the order in which they are shown."""
