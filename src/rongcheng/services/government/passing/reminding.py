"""Reminders to applicants (提醒申请人): before a supplement's last day, in time to bring it."""

from __future__ import annotations

from datetime import date

from rongcheng.foundation.cases.public import Case
from rongcheng.foundation.outbox.public import notify
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.editions import current_book
from rongcheng.services.government.clock.times import policy_days
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.passing.walking import Due, Outcome, all_cases

_LONGEST_DAYS = 31
"""How far ahead is looked; policy says on which of these days a case is reminded of."""
REMIND_DAYS = "government.acceptance.remind_days"


def soon_to_lapse() -> Due:
    """Return the cases whose wait for a supplement ends within a month."""
    today = get_clock().today()
    rows = all_cases().filter(
        state=CaseState.SUPPLEMENT_ASKED, is_open=True, supplement_due_on__gte=today
    )
    return Due(rows, "supplement_due_on", date.fromordinal(today.toordinal() + _LONGEST_DAYS))


def remind(case: Case) -> Outcome:
    """Remind an applicant once of her supplement's last day, some days before it."""
    until = case.supplement_due_on
    assert until is not None
    book = current_book(case.metro)
    days = policy_days(book, REMIND_DAYS, case)
    if (until - get_clock().today()).days > days:
        return Outcome.NOT_NOW
    notify(
        case.person_id,
        key=f"government.case:{case.number}:remind:{until}",
        title_key="government.notice.supplement_soon",
        params={
            "item": dict(book.government.item(case.item).title),
            "number": case.number,
            "until": until.isoformat(),
        },
    )
    return Outcome.DONE
