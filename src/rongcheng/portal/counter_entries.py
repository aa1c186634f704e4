"""Where clerks find the counter (窗口入口): their first place in the navigation."""

from __future__ import annotations

from rongcheng.web.registry import NavItem, Service

COUNTER = Service(
    name="counter",
    title={"zh": "窗口", "en": "Counter"},
    nav=(
        NavItem(
            key="counter",
            title={"zh": "窗口", "en": "Counter"},
            href="/counter",
            icon="counter",
            audiences=frozenset({"clerk"}),
            first=True,
        ),
    ),
)
