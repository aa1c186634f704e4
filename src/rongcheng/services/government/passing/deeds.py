"""What a passed day does to a case (到期办理): each a step of the table, as the clock.

Before it acts the clock counts the day anew: holidays may have been announced since it was set. A
day that counts in a year without announced holidays takes nothing from a person; she keeps the
chance until the calendar is known. What is to her advantage does not wait for it.
"""

from __future__ import annotations

from datetime import date

from rongcheng.foundation.cases.public import Case, set_turns, steps_of
from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.kernel.working_days import Deadline, add_working_days
from rongcheng.policy.editions import current_book
from rongcheng.services.government.clock.times import received_on, terms_of
from rongcheng.services.government.clock.warning_keeping import end_warnings
from rongcheng.services.government.domain.lifecycle import CaseEvent, CaseState
from rongcheng.services.government.handling.finishing import turns_of
from rongcheng.services.government.handling.stepping import Step, take_step
from rongcheng.services.government.models import Rating
from rongcheng.services.government.passing.walking import Due, Outcome, all_cases
from rongcheng.web.actor import SYSTEM


def unchecked() -> Due:
    """Return the cases that nobody checked in time, in the city that decides.

    Papers that are still with a collecting counter are not there: its city is warned instead.
    """
    rows = all_cases().filter(state=CaseState.SUBMITTED, is_open=True, arrived=True)
    return Due(rows, "check_due_on", _yesterday())


def deem_accepted(case: Case) -> Outcome:
    """Let a case that nobody checked in time count as accepted."""
    days = terms_of(current_book(case.metro), case).check_days
    deadline = add_working_days(received_on(steps_of(case)), days)
    if deadline.date > _yesterday():
        case.check_due_on = deadline.date
        return _moved(case, "check_due_on")
    data = {"unknown_from": _first_of_year(deadline)} if deadline.provisional else {}
    _step(case, CaseEvent.DEEM_ACCEPTED, f"{case.check_due_on}", **data)
    return Outcome.DONE


def unsupplemented() -> Due:
    """Return the cases for which the wait for a supplement is over."""
    rows = all_cases().filter(state=CaseState.SUPPLEMENT_ASKED, is_open=True)
    return Due(rows, "supplement_due_on", _yesterday())


def lapse_supplement(case: Case) -> Outcome:
    """Refuse at the door what was not supplemented in time; she may apply again."""
    asked = [step for step in steps_of(case) if step.event == CaseEvent.ASK_SUPPLEMENT][-1]
    days = terms_of(current_book(case.metro), case).supplement_days
    deadline = add_working_days(asked.at.astimezone(SHANGHAI).date(), days)
    if deadline.date > _yesterday():
        case.supplement_due_on = deadline.date
        return _moved(case, "supplement_due_on")
    if deadline.provisional:
        return Outcome.HELD
    _step(case, CaseEvent.SUPPLEMENT_LAPSE, f"{case.supplement_due_on}")
    return Outcome.DONE


def unrated() -> Due:
    """Return the services that nobody rated in time."""
    rows = all_cases().filter(state__in=(CaseState.DELIVERED, CaseState.REFUSED))
    return Due(rows, "rate_until", _yesterday())


def lapse_rating(case: Case) -> Outcome:
    """File away what nobody rated, with a default that is counted apart."""
    _step(case, CaseEvent.RATING_LAPSE, f"{case.rate_until}")
    return Outcome.DONE


def undelivered() -> Due:
    """Return what is granted and comes as an e-certificate: nothing is left to wait for."""
    rows = all_cases().filter(
        state=CaseState.DECIDED, is_open=True, granted=True, delivery="certificate"
    )
    return Due(rows, "decided_on", get_clock().today())


def deliver_certificate(case: Case) -> Outcome:
    """Hand an e-certificate over: it was issued with the decision."""
    _step(case, CaseEvent.DELIVER, "certificate", by="certificate")
    return Outcome.DONE


def rated() -> Due:
    """Return what was rated and may be filed away; a bad rating first needs its follow-up."""
    ready = Rating.objects.filter(closes_on__lte=get_clock().today())
    rows = all_cases().filter(id__in=ready.order_by("closes_on").values("case_id"))
    return Due(rows, "ended_on", get_clock().today())


def close(case: Case) -> Outcome:
    """File a rated case away, unless a supervisor did."""
    if case.state == CaseState.RATED:
        _step(case, CaseEvent.CLOSE, "rated")
    Rating.objects.filter(case_id=case.id).update(closes_on=None)
    return Outcome.DONE


def _step(case: Case, event: CaseEvent, mark: str, **data: object) -> None:
    token = f"clock:{event.name.lower()}:{mark}"
    take_step(SYSTEM, case.number, event, Step(token, data=data))


def _moved(case: Case, field: str) -> Outcome:
    """Keep a later day: holidays were announced that nobody knew when it was set."""
    case.save(update_fields=[field])
    turns = turns_of(case)
    set_turns(case, turns)
    end_warnings(case.id, turns)
    return Outcome.MOVED


def _first_of_year(deadline: Deadline) -> str:
    """Return the first day of the year that is not announced; the deadline lies in it."""
    return deadline.date.replace(month=1, day=1).isoformat()


def _yesterday() -> date:
    return date.fromordinal(get_clock().today().toordinal() - 1)
