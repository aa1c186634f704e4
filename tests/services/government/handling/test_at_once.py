"""Several people at one case at the same moment: one of them acts, nothing happens twice."""

from __future__ import annotations

from uuid import uuid4

import pytest

from rongcheng.foundation.cases.models import Case, CaseStep
from rongcheng.kernel.errors import RongchengError
from rongcheng.services.government.public import (
    CHANNEL_PHONE,
    CaseEvent,
    NewCase,
    Step,
    Submission,
    open_case,
    submit_case,
    take_step,
)
from tests.foundation.append_only import emptying_allowed  # noqa: F401
from tests.foundation.threads import at_once
from tests.services.government.handling.conftest import ZHUZHOU, Town
from tests.services.government.handling.test_three_modes import LICENCE

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_wish_from_eight_phones_is_one_case_and_one_step(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    assert person.person_id is not None
    wanted = NewCase(
        person.person_id, "business-licence", ZHUZHOU, True, "wish", CHANNEL_PHONE, LICENCE
    )

    def apply() -> str:
        case = open_case(person, wanted)
        return submit_case(person, case.number, Submission("sent", incomplete=True)).number

    numbers = at_once([apply] * 8)
    assert len(set(numbers)) == 1
    assert (Case.objects.count(), CaseStep.objects.count()) == (1, 1)


def test_two_heads_decide_differently_and_one_decision_stands(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    clerk, officer = town.staff("clerk", ZHUZHOU), town.staff("officer", ZHUZHOU)
    case = town.begin(person, person.person_id, "business-licence", LICENCE, ZHUZHOU)
    town.papers(person, case, "id-card", "premises-proof")
    town.submit(person, case)
    town.step(clerk, case, "ACCEPT")
    town.step(officer, case, "BEGIN_REVIEW")

    def decide(granted: bool) -> str:
        head = town.staff("head", ZHUZHOU)
        step = Step(str(uuid4()), "样例原因", {"granted": granted})
        try:
            take_step(head, case.number, CaseEvent.DECIDE, step)
        except RongchengError as refused:
            return refused.code
        return "decided"

    said = at_once([lambda n=n: decide(n % 2 == 0) for n in range(6)])
    assert sorted(said) == ["decided", *["government.E001"] * 5]
    decisions = CaseStep.objects.filter(event=CaseEvent.DECIDE)
    assert decisions.count() == 1
    assert Case.objects.get().granted == decisions.get().data["granted"]
