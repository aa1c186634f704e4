"""Where a desk finds the verification of codes (入口): its place in the navigation."""

from __future__ import annotations

from rongcheng.web.registry import NavItem, Service

VERIFY = Service(
    name="verify",
    title={"zh": "核验融城码", "en": "Verify codes"},
    nav=(
        NavItem(
            key="desk-verify",
            title={"zh": "核验", "en": "Verify"},
            href="/desk/verify",
            icon="scan",
            audiences=frozenset({"desk", "clerk"}),
        ),
    ),
)
