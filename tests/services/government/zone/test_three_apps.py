"""Three cities' apps in a process of their own, over HTTP both ways: nothing lost, nothing twice.

One fails, one is slow, one loses answers and asks for everything again and again. Real cases move
meanwhile; in the end each app knows each of its cases as it stands, each message once.
"""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.cases.models import Case
from rongcheng.foundation.outbox.public import drain
from rongcheng.foundation.webhooks.models import Delivery
from rongcheng.foundation.webhooks.public import deliver, list_endpoints
from rongcheng.foundation.webhooks.types import State
from rongcheng.kernel.clock import FixedClock
from rongcheng.reference_app.asking import WORDS, Answer, Core, ask
from rongcheng.services.government.public import CaseState
from tests.foundation.append_only import emptying_allowed  # noqa: F401
from tests.foundation.webhooks.city_apps import CHANGSHA, XIANGTAN, ZHUZHOU, Apps, separate_apps
from tests.services.government.handling.conftest import Town
from tests.services.government.zone.apps import TOPIC, apply_in_app, link

CITIES = (CHANGSHA, ZHUZHOU, XIANGTAN)
PER_APP = 4


@pytest.fixture
def apps(town: Town, live_server: Any, tmp_path: Path) -> Iterator[Apps]:
    """Run the apps; they ask the live server."""
    with separate_apps(tmp_path, core=live_server.url, topic=TOPIC) as found:
        yield found


def move_cases(town: Town, apps: Apps) -> dict[str, list[str]]:
    """Let residents apply in each app, be asked for papers, and withdraw; tell it all."""
    clerk = town.staff("clerk", ZHUZHOU)
    numbers: dict[str, list[str]] = {}
    for app in CITIES:
        person = town.resident()
        link(town, person, app, f"user-of-{app}")
        cases = [apply_in_app(town, person, app) for _ in range(PER_APP)]
        for case in cases:
            town.step(clerk, case, "ASK_SUPPLEMENT", materials=["id-card"], reason="样例原因")
        for case in cases[1:]:
            town.step(person, case, "WITHDRAW", reason="样例原因")
        numbers[app] = [case.number for case in cases]
    drain()
    return numbers


def check_nothing_lost_nothing_twice(apps: Apps, numbers: dict[str, list[str]]) -> None:
    """Compare what each app holds with the cases themselves."""
    states = {case.number: CaseState(case.state).name.lower() for case in Case.objects.all()}
    for app in CITIES:
        report = apps.control(app)
        wanted = 3 * PER_APP - 1
        assert report["complete_until"] == wanted
        ids = [message_id for _, _, message_id in report["heard"]]
        assert len(ids) == len(set(ids)) == wanted
        held = {number: data["state"] for number, data in report["cases"].items()}
        assert held == {number: states[number] for number in numbers[app]}


@pytest.mark.django_db(transaction=True)
def test_nothing_lost_nothing_twice(town: Town, apps: Apps, clock: FixedClock) -> None:
    apps.control(CHANGSHA, receiving="failing")
    apps.control(ZHUZHOU, receiving="slow")
    apps.control(XIANGTAN, receiving="answer_lost")
    numbers = move_cases(town, apps)
    deliver()
    for _ in range(8):
        assert apps.control(XIANGTAN, ask="again")["answer"] == "found"
        clock.advance(timedelta(minutes=6))
        deliver()
    assert apps.heard(CHANGSHA) == []
    assert apps.control(XIANGTAN)["repeated"] > 0
    # Pull as fallback: the one that never took a push asks, and has everything.
    assert apps.control(CHANGSHA, ask="missing")["answer"] == "found"
    check_nothing_lost_nothing_twice(apps, numbers)
    # Back again it gets what it has long known, and counts nothing twice.
    apps.control(CHANGSHA, receiving="well")
    clock.advance(timedelta(minutes=6))
    deliver()
    assert apps.control(CHANGSHA)["repeated"] == 3 * PER_APP - 1
    for app in CITIES:
        apps.control(app, ask="again")
    check_nothing_lost_nothing_twice(apps, numbers)
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.DELIVERED}
    assert [(row.waiting, row.dead, row.failures) for row in list_endpoints()] == [(0, 0, 0)] * 3
    _check_three_answers(apps, numbers)
    _check_the_apps_own_page(apps, numbers[ZHUZHOU][0])


def _check_three_answers(apps: Apps, numbers: dict[str, list[str]]) -> None:
    """Let an app ask for a user's case, for one that is not hers, and for a stranger."""
    user, own, other = f"user-of-{ZHUZHOU}", numbers[ZHUZHOU][0], numbers[XIANGTAN][0]
    before = AccessRecord.objects.count()
    found = apps.control(ZHUZHOU, case=own, subject=user)
    assert (found["answer"], found["said"]["state"]) == ("found", "supplement_asked")
    assert AccessRecord.objects.count() == before + 1
    answers = [
        apps.control(ZHUZHOU, case=number, subject=subject)["answer"]
        for number, subject in ((other, user), ("C0", user), (own, "a-stranger"))
    ]
    assert answers == ["no_record", "no_record", "refused"]
    assert AccessRecord.objects.count() == before + 1


def _check_the_apps_own_page(apps: Apps, number: str) -> None:
    """Open the app's zone: items that lead here, and how the case stands."""
    wire = http.client.HTTPConnection("127.0.0.1", apps.port, timeout=20)
    wire.request("GET", f"/{ZHUZHOU}/zone")
    shown = wire.getresponse().read().decode()
    wire.close()
    assert f"/zone/{ZHUZHOU}/business-licence" in shown
    assert number in shown
    assert "等补充材料" in shown


def test_whoever_is_down_is_not_taken_for_nothing_there() -> None:
    answer, said = ask(Core("http://127.0.0.1:9", "ep_1", "whsec_" + "A" * 44), "/x")
    assert (answer, said) == (Answer.DOWN, {})
    assert len({WORDS[answer] for answer in Answer}) == 4
