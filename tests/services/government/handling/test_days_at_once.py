"""Several runs of passing days at once, beside a clerk: each case once, the busy one not."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import transaction

from rongcheng.foundation.cases.models import Case, CaseStep
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.services.government.models import CaseWarning
from rongcheng.services.government.passing.running import DAYS, pass_days
from rongcheng.services.government.public import CaseEvent, CaseState
from tests.foundation.append_only import emptying_allowed  # noqa: F401
from tests.foundation.threads import at_once
from tests.services.government.handling.conftest import ZHUZHOU, Town
from tests.services.government.handling.test_three_modes import LICENCE

pytestmark = pytest.mark.django_db(transaction=True)
CASES = 8
UNCHECKED = {"deem_accepted": DAYS["deem_accepted"]}


def run(at_most: int = 100) -> int:
    """Let unchecked cases count as accepted on 10 March, and return how many did."""
    with use_clock(FixedClock(datetime(2026, 3, 10, 9, tzinfo=SHANGHAI))):
        return pass_days(UNCHECKED, at_most)["deem_accepted"].done


def test_four_runs_and_a_clerk_share_the_cases(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    assert person.person_id is not None
    for _ in range(CASES):
        case = town.begin(person, person.person_id, "business-licence", LICENCE, ZHUZHOU)
        town.submit(person, case, incomplete=True)
    oldest = Case.objects.order_by("id").first()
    assert oldest is not None
    # A clerk works on the oldest: a run passes it by and goes on, as far as it may.
    with transaction.atomic():
        Case.objects.select_for_update().get(id=oldest.id)
        assert at_once([lambda: run(at_most=5)]) == [4]
        assert Case.objects.get(id=oldest.id).state == CaseState.SUBMITTED
    assert sum(at_once([run] * 4)) == CASES - 4
    assert CaseStep.objects.filter(event=CaseEvent.DEEM_ACCEPTED).count() == CASES
    assert run() == 0
    # Promised for 3 March: all are late, and each is warned of once, however many runs there are.
    with use_clock(FixedClock(datetime(2026, 3, 10, 9, tzinfo=SHANGHAI))):
        pass_days()
        pass_days()
    assert CaseWarning.objects.count() == CASES
