"""Where a filing stands on a day (备案状态): in force, for good, not begun, expired, revoked."""

from __future__ import annotations

from datetime import date
from typing import Literal

from rongcheng.services.health.models import Filing

FilingState = Literal["in_force", "for_good", "not_begun", "expired", "revoked"]


def state_of(row: Filing, today: date) -> FilingState:
    """Return the state that people and machines are told; first and last day included."""
    if row.revoked_at is not None:
        return "revoked"
    if row.begins_on > today:
        return "not_begun"
    if row.ends_on is None:
        return "for_good"
    return "expired" if row.ends_on < today else "in_force"
