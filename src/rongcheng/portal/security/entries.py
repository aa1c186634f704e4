"""Where an office finds the staff of its city (入口)."""

from __future__ import annotations

from rongcheng.web.registry import NavItem, Service

STAFF = Service(
    name="staff",
    title={"zh": "工作人员", "en": "Staff"},
    nav=(
        NavItem(
            key="office-staff",
            title={"zh": "工作人员", "en": "Staff"},
            href="/office/staff",
            icon="people",
            audiences=frozenset({"office"}),
            within="office",
        ),
    ),
)
