"""A case keeps the version of the day on which it began, whatever the office publishes after."""

from __future__ import annotations

import json
from datetime import date, datetime

from rongcheng.foundation.cases.public import Case
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.government.catalogue_editor import drafts
from rongcheng.web.actor import Actor
from tests.services.government.catalogue_editor.conftest import AUTHOR, COLLEAGUE
from tests.services.government.handling.conftest import ZHUZHOU, Town
from tests.services.government.handling.conftest import clock as clock
from tests.services.government.handling.conftest import town as town
from tests.services.government.handling.test_three_modes import LICENCE

ITEM = "business-licence"


def publish_slower() -> None:
    """Let the office promise three working days instead of one, from 3 March on."""
    draft = drafts.begin(AUTHOR, ITEM, date(2026, 3, 3), "t1")
    body = json.loads(draft.body)
    body["versions"][-1]["promised_limit"]["count"] = 3
    drafts.save(AUTHOR, draft.code, body, 0)
    drafts.propose(AUTHOR, draft.code)
    drafts.confirm(COLLEAGUE, draft.code)


def accepted(town: Town, person: Actor, case: Case) -> Case:
    """Have the window of the deciding city accept a case with its papers."""
    clerk = town.staff("clerk", ZHUZHOU)
    town.papers(person, case, "id-card", "premises-proof")
    town.submit(person, case)
    return town.step(clerk, case, "ACCEPT")


def test_begun_before_and_after_the_new_version(town: Town, clock: FixedClock) -> None:
    person = town.resident(ZHUZHOU)
    assert person.person_id is not None
    before = town.begin(person, person.person_id, ITEM, LICENCE, ZHUZHOU)
    publish_slower()
    clock.set(datetime(2026, 3, 4, 10, tzinfo=SHANGHAI))
    after = town.begin(person, person.person_id, ITEM, LICENCE, ZHUZHOU)
    # Accepted on Wednesday: due on Thursday as promised then, on Monday as promised now.
    assert accepted(town, person, before).due_on == date(2026, 3, 5)
    assert accepted(town, person, after).due_on == date(2026, 3, 9)
