"""Where an office finds what the cities' apps were told (入口)."""

from __future__ import annotations

from rongcheng.web.registry import NavItem, Service

WEBHOOKS = Service(
    name="webhooks",
    title={"zh": "应用推送", "en": "App messages"},
    nav=(
        NavItem(
            key="office-webhooks",
            title={"zh": "应用推送", "en": "App messages"},
            href="/office/webhooks",
            icon="phone",
            audiences=frozenset({"office"}),
            within="office",
        ),
    ),
)
