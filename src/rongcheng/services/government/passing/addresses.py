"""Drops postal addresses on their day (到期删除地址): of ended cases, of drafts that were left."""

from __future__ import annotations

from rongcheng.foundation.cases.public import Case, addresses_to_drop, drop_address
from rongcheng.kernel.clock import get_clock
from rongcheng.services.government.passing.walking import Due, Outcome


def to_drop() -> Due:
    """Return the addresses that are kept no longer from today on."""
    return Due(addresses_to_drop(), "drop_on", get_clock().today(), key="case_id")


def drop(case: Case) -> Outcome:
    """Drop an address, unless the case was handed over meanwhile and needs it again."""
    if not addresses_to_drop().filter(case=case, drop_on__lte=get_clock().today()).exists():
        return Outcome.NOT_NOW
    drop_address(case)
    return Outcome.DONE
