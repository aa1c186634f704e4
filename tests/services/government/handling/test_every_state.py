"""Every state × event on PostgreSQL: what the table refuses changes nothing."""

from __future__ import annotations

from itertools import cycle
from typing import Any
from uuid import uuid4

import pytest

from rongcheng.foundation.cases.models import Case, CaseStep
from rongcheng.services.government.domain.lifecycle import MOVES
from rongcheng.services.government.public import (
    CaseEvent,
    CaseState,
    EventRefused,
    Step,
    allowed_events,
    take_step,
)
from rongcheng.web.actor import SYSTEM, Actor
from tests.services.government.handling.conftest import ZHUZHOU, Town
from tests.services.government.handling.test_three_modes import LICENCE

DOORS_OF_THEIR_OWN = {CaseEvent.SAVE, CaseEvent.SUBMIT}


def whole(case: Case) -> tuple[Any, ...]:
    """Return everything that is stored of a case."""
    return (
        Case.objects.filter(id=case.id).values_list().get(),
        CaseStep.objects.filter(case=case).count(),
        list(case.turns.values_list("city", "part", "due_on")),
    )


@pytest.mark.parametrize("state", list(CaseState), ids=lambda state: state.name)
def test_a_refused_event_changes_nothing(town: Town, state: CaseState) -> None:
    person = town.resident(ZHUZHOU)
    case = town.begin(person, person.person_id, "business-licence", LICENCE, ZHUZHOU)
    town.submit(person, case, incomplete=True)
    Case.objects.filter(id=case.id).update(state=state)
    before = whole(case)
    everybody: list[Actor] = [
        person,
        SYSTEM,
        *(town.staff(role, ZHUZHOU) for role in ("clerk", "officer", "head")),
    ]
    events = [e for e in CaseEvent if e not in DOORS_OF_THEIR_OWN and (state, e) not in MOVES]
    assert len(events) >= 12
    # The table refuses a pair to everybody; who asks goes round, to save time.
    for event, actor in zip(events, cycle(everybody), strict=False):
        with pytest.raises(EventRefused):
            take_step(actor, case.number, event, Step(str(uuid4())))
    assert whole(case) == before


def test_a_page_offers_what_the_table_allows_this_person(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    clerk, officer = town.staff("clerk", ZHUZHOU), town.staff("officer", ZHUZHOU)
    case = town.begin(person, person.person_id, "business-licence", LICENCE, ZHUZHOU)
    case = town.submit(person, case, incomplete=True)
    assert [event.name for event in allowed_events(town.book, person, case)] == ["WITHDRAW"]
    assert [event.name for event in allowed_events(town.book, clerk, case)] == [
        "ASK_SUPPLEMENT",
        "ACCEPT",
        "REFUSE",
        "WITHDRAW",
    ]
    assert [event.name for event in allowed_events(town.book, officer, case)] == [
        "ASK_SUPPLEMENT",
        "ACCEPT",
        "REFUSE",
    ]
