"""Days counted anew (期限重算): while time does not count, and when holidays are announced."""

from __future__ import annotations

from datetime import date

from rongcheng.foundation.cases.public import Case, pauses_of, set_turns
from rongcheng.foundation.outbox.public import notify
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.working_days import is_announced
from rongcheng.policy.editions import current_book
from rongcheng.services.government.clock.times import set_due
from rongcheng.services.government.clock.warning_keeping import end_warnings
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.handling.finishing import turns_of
from rongcheng.services.government.passing.walking import Due, Outcome, all_cases


def waiting() -> Due:
    """Return the cases in a special procedure: their day moves on while time does not count."""
    rows = all_cases().filter(state=CaseState.SPECIAL_PROCEDURE, is_open=True)
    return Due(rows, "due_on", date.max)


def seeming_late() -> Due:
    """Return those of them whose stored day has passed, so that none looks late for a moment."""
    return waiting()._replace(until=date.fromordinal(get_clock().today().toordinal() - 1))


def provisional() -> Due:
    """Return the cases whose day lay in a year that has been announced since."""
    rows = all_cases().filter(is_open=True, due_provisional=True, decided_on__isnull=True)
    return Due(rows, "due_on", last_announced_day(get_clock().today()))


def last_announced_day(on: date) -> date:
    """Return the last day of the announced years from `on` on; the day before where none is."""
    year = on.year
    while is_announced(date(year, 12, 31)):
        year += 1
    return date(year - 1, 12, 31)


def recount(case: Case) -> Outcome:
    """Count the days of an accepted case anew; she is told where her promised day moved."""
    before = (case.due_on, case.legal_due_on, case.due_provisional, case.half_on)
    was_provisional = case.due_provisional
    set_due(current_book(case.metro), case, pauses_of(case))
    if before == (case.due_on, case.legal_due_on, case.due_provisional, case.half_on):
        return Outcome.NOT_NOW
    case.save(update_fields=["due_on", "legal_due_on", "due_provisional", "half_on"])
    turns = turns_of(case)
    set_turns(case, turns)
    end_warnings(case.id, turns)
    if was_provisional and not case.due_provisional and case.due_on != before[0]:
        _tell(case)
    return Outcome.MOVED


def _tell(case: Case) -> None:
    assert case.due_on is not None
    title = current_book(case.metro).government.item(case.item).title
    notify(
        case.person_id,
        key=f"government.case:{case.number}:due:{case.due_on}",
        title_key="government.notice.due_moved",
        params={
            "item": dict(title),
            "number": case.number,
            "due": case.due_on.isoformat(),
            "until": "",
        },
    )
