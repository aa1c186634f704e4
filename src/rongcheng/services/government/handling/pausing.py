"""Time that does not count, and time that is added (不计时与延期): only as the item's rules say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rongcheng.foundation.cases.public import Case, CasePause
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.item_types import ItemVersion, Procedure
from rongcheng.services.government.case_errors import StepIncomplete
from rongcheng.services.government.domain.deadlines import PauseGround
from rongcheng.services.government.domain.lifecycle import CaseEvent
from rongcheng.services.government.handling.moving import EVENTS

_EXTENSION = "1"


def procedures_of(version: ItemVersion) -> list[Procedure]:
    """Return the special procedures for which the clock stops (不计时的特别程序)."""
    return [p for p in version.procedures if p.code != _EXTENSION]


def longest_extension(version: ItemVersion) -> int:
    """Return by how many days the limit may be extended in all; 0 where it may not."""
    return sum(p.longest.number for p in version.procedures if p.code == _EXTENSION)


def begin_procedure(case: Case, version: ItemVersion, data: Mapping[str, Any]) -> dict[str, Any]:
    """Stop the clock for a special procedure of the item, from today on.

    Raises StepIncomplete for one that the item does not have.
    """
    named = data.get("procedure")
    found = next((p for p in procedures_of(version) if p.id == named), None)
    if found is None:
        raise lacks(CaseEvent.BEGIN_PROCEDURE, "是哪一种特别程序", "which special procedure")
    CasePause.objects.create(
        case=case,
        ground=PauseGround.SPECIAL_PROCEDURE,
        procedure=found.id,
        since=get_clock().today(),
    )
    return {"procedure": found.id}


def end_procedure(case: Case) -> None:
    """Let the clock go on after today; harmless where it does."""
    today = get_clock().today()
    CasePause.objects.filter(case=case, until__isnull=True).update(until=today)


def extend_limit(case: Case, version: ItemVersion, data: Mapping[str, Any]) -> dict[str, Any]:
    """Add approved days to the limit; the caller saves the case.

    Raises StepIncomplete for no days, or more than the item's rules leave.
    """
    days = data.get("days")
    left = longest_extension(version) - case.extended_by
    if not isinstance(days, int) or isinstance(days, bool) or not 0 < days <= left:
        zh = f"延长几天（还能延长 {max(left, 0)} 天）"
        raise lacks(CaseEvent.EXTEND, zh, f"how many days (at most {max(left, 0)} are left)")
    case.extended_by += days
    return {"days": days}


def lacks(event: CaseEvent, zh: str, en: str) -> StepIncomplete:
    """Return the error that says what an event still needs, in both languages."""
    event_zh, event_en = EVENTS[event]
    return StepIncomplete(event_zh=event_zh, event_en=event_en, what_zh=zh, what_en=en)
