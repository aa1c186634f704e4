"""What an app may ask for whoever is in front of it (代用户查询): her own cases alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.cases.public import Case, CaseUnknown, Wanted, get_case, list_cases
from rongcheng.foundation.people.public import person_of_subject
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.zone.callers import CallingApp
from rongcheng.services.government.zone.errors import NoRecord
from rongcheng.services.government.zone.words import state_words
from rongcheng.web.actor import Actor
from rongcheng.web.middleware import request_id_of

MOST = 50


def ask_case(request: HttpRequest, app: CallingApp, number: str, subject: str) -> dict[str, Any]:
    """Return how one case of the app's user stands; she sees that the app looked.

    Raises LinkUnknown (403) where she never signed in by this app, NoRecord (404).
    """
    person = person_of_subject(app.book, app.endpoint.app, subject)
    try:
        case = get_case(_herself(app, person), number)
    except CaseUnknown as fault:
        raise NoRecord() from fault
    _record(request, app, person)
    return written(case)


def ask_cases(request: HttpRequest, app: CallingApp, subject: str) -> list[dict[str, Any]]:
    """Return the newest cases of the app's user; raises LinkUnknown (403)."""
    person = person_of_subject(app.book, app.endpoint.app, subject)
    found = list_cases(_herself(app, person), Wanted(), MOST)
    _record(request, app, person)
    return [written(case) for case in found]


def written(case: Case) -> dict[str, Any]:
    """Return what an app shows of a case: no name, no answer of the form."""
    state = CaseState(case.state)
    return {
        "number": case.number,
        "item": case.item,
        "state": state.name.lower(),
        "state_words": state_words(state),
        "waits_for": case.waits_for,
        "began_on": case.began_on,
        "due_on": case.due_on,
        "due_provisional": case.due_provisional,
        "supplement_due_on": case.supplement_due_on,
        "granted": case.granted,
        "ended_on": case.ended_on,
        "href": f"/me/cases/{case.number}",
    }


def _herself(app: CallingApp, person: UUID) -> Actor:
    """Return the person as who asks: the row filter shows what she would see."""
    return Actor("resident", str(person), person_id=person, metro=app.book.metro)


def _record(request: HttpRequest, app: CallingApp, person: UUID) -> None:
    record_access(
        actor=app.actor,
        application="zone",
        purpose="case_status",
        persons=[person],
        data_kinds=["case"],
        request_id=request_id_of(request),
    )
