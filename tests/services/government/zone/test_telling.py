"""How a case goes on reaches the app it belongs to, under the app's own name for the person."""

from __future__ import annotations

import json

import pytest

from rongcheng.foundation.outbox.public import drain
from rongcheng.foundation.webhooks.models import Delivery
from rongcheng.foundation.webhooks.public import add_endpoint, events_after
from tests.services.government.handling.conftest import CHANGSHA, METRO, XIANGTAN, ZHUZHOU, Town
from tests.services.government.handling.test_three_modes import LICENCE
from tests.services.government.zone.apps import TOPIC, apply_in_app, link

CITIES = (CHANGSHA, ZHUZHOU, XIANGTAN)


@pytest.fixture
def endpoints(town: Town) -> dict[str, str]:
    """Subscriptions of three cities' apps that only ask."""
    return {app: add_endpoint(metro=METRO, app=app, url="", topics=[TOPIC]).id for app in CITIES}


def told(endpoint: str) -> list[dict[str, object]]:
    """Return what a subscription was told."""
    drain()
    return [json.loads(one.body) for one in events_after(endpoint, 0).events]


def test_the_app_in_which_it_was_applied_for_is_told_and_no_other(
    town: Town, endpoints: dict[str, str]
) -> None:
    person = town.resident()
    link(town, person, CHANGSHA, "changsha-7")
    link(town, person, XIANGTAN, "xiangtan-7")
    case = apply_in_app(town, person, CHANGSHA)
    town.step(town.staff("clerk", ZHUZHOU), case, "REFUSE", reason="样例原因")
    submitted, refused = told(endpoints[CHANGSHA])
    assert submitted == {
        "type": "government.case",
        "timestamp": "2026-03-02T10:00:00+08:00",
        "position": 1,
        "key": case.number,
        "data": {
            "number": case.number,
            "seq": 1,
            "item": "business-licence",
            "event": "submit",
            "state": "submitted",
            "state_words": {"zh": "已提交", "en": "submitted"},
            "waits_for": "city",
            "due_on": "",
            "subject": "changsha-7",
        },
    }
    assert refused["data"] == submitted["data"] | {
        "seq": 2,
        "event": "refuse",
        "state": "refused",
        "state_words": {"zh": "不予受理", "en": "refused at the door"},
        "waits_for": "nobody",
    }
    assert told(endpoints[XIANGTAN]) == told(endpoints[ZHUZHOU]) == []


def test_from_a_plain_browser_the_apps_by_which_she_signs_in_are_told(
    town: Town, endpoints: dict[str, str]
) -> None:
    person = town.resident()
    link(town, person, CHANGSHA, "changsha-7")
    link(town, person, XIANGTAN, "xiangtan-7")
    apply_in_app(town, person, "")
    subjects = {app: [one["data"]["subject"] for one in told(endpoints[app])] for app in CITIES}
    assert subjects == {CHANGSHA: ["changsha-7"], ZHUZHOU: [], XIANGTAN: ["xiangtan-7"]}


def test_an_app_in_which_she_never_signed_in_learns_no_name_for_her(
    town: Town, endpoints: dict[str, str]
) -> None:
    apply_in_app(town, town.resident(), ZHUZHOU)
    (one,) = told(endpoints[ZHUZHOU])
    assert "subject" not in one["data"]


def test_a_draft_and_a_case_from_a_counter_are_told_to_nobody(
    town: Town, endpoints: dict[str, str]
) -> None:
    person = town.resident()
    link(town, person, CHANGSHA, "changsha-7")
    assert person.person_id is not None
    town.begin(person, person.person_id, "business-licence", LICENCE, ZHUZHOU)
    counter = town.staff("clerk", CHANGSHA)
    case = town.begin(counter, person.person_id, "business-licence", LICENCE, CHANGSHA)
    town.papers(counter, case, "id-card", "premises-proof")
    town.submit(counter, case)
    drain()
    assert Delivery.objects.count() == 0


def test_nothing_about_the_person_is_in_a_message(town: Town, endpoints: dict[str, str]) -> None:
    person = town.resident()
    link(town, person, CHANGSHA, "changsha-7")
    case = apply_in_app(town, person, CHANGSHA)
    clerk = town.staff("clerk", ZHUZHOU)
    town.step(clerk, case, "ASK_SUPPLEMENT", materials=["id-card"], reason="样例：照片看不清")
    town.step(person, case, "WITHDRAW", reason="样例：不办了")
    assert len(told(endpoints[CHANGSHA])) == 3
    text = "".join(one.body for one in events_after(endpoints[CHANGSHA], 0).events)
    for mark in (person.label, str(person.person_id), "样例", "13900000000", clerk.id):
        assert mark not in text
