"""Filings over the native API: registered once, revoked by whoever did, listed for the place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.people.public import get_insurance
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.health.models import Filing
from rongcheng.services.health.native_api.filing_schemas import EXAMPLE
from rongcheng.simulation.demo import SEED, load_demo_day
from tests.services.health.api.caller import Caller, error_of
from tests.services.health.conftest import CHANGSHA, XIANGTAN, ZHUZHOU, Person, World
from tests.services.health.interface.hospital import Hospital

FILINGS = "/api/health/filings"
Json = dict[str, Any]


@pytest.fixture
def person(world: World) -> Person:
    """A Xiangtan employee."""
    return world.person(XIANGTAN)


def body(person: Person, **changes: Any) -> Json:
    return {
        "request_id": "FILING-0001",
        "psn_no": person.psn_no,
        "category": "other",
        "care_pool": CHANGSHA,
        "begins_on": "2026-03-02",
        **changes,
    }


def register(caller: Caller, person: Person, **changes: Any) -> Json:
    reply = caller.post(FILINGS, body(person, **changes))
    assert reply.status == 200, reply
    return reply.json


def revoke(caller: Caller, number: str, person: Person, reason: str = "登记有误") -> Any:
    return caller.post(
        f"{FILINGS}/{number}/revocation", {"psn_no": person.psn_no, "reason": reason}
    )


def test_a_filing_is_registered_once_and_listed(caller: Caller, person: Person) -> None:
    first = register(caller, person)
    assert first == {
        "filing": first["filing"],
        "psn_no": person.psn_no,
        "category": "other",
        "insured_pool": XIANGTAN,
        "care_pool": CHANGSHA,
        "begins_on": "2026-03-02",
        "ends_on": "2026-09-02",
        "state": "in_force",
        "registered_on": "2026-03-02",
        "revoked_on": None,
        "revoked_reason": "",
        "replayed": False,
    }
    assert register(caller, person) == {**first, "replayed": True}
    assert Filing.objects.count() == 1
    reply = caller.get(f"{FILINGS}?psn_no={person.psn_no}")
    assert reply.json == {"filings": [first]}
    looks = records_about(get_insurance(person.psn_no).resident_id)
    assert [look.purpose for look in looks] == ["query", "filing", "filing"]


@pytest.mark.parametrize(
    ("changes", "state", "ends_on"),
    [
        ({"category": "living"}, "for_good", None),
        ({"begins_on": "2026-03-03"}, "not_begun", "2026-09-03"),
        ({"ends_on": "2027-03-01"}, "in_force", "2027-03-01"),
        ({"begins_on": "2025-09-02"}, "in_force", "2026-03-02"),
        ({"begins_on": "2025-09-01"}, "expired", "2026-03-01"),
    ],
)
def test_the_state_is_told(
    caller: Caller, person: Person, changes: Json, state: str, ends_on: str | None
) -> None:
    found = register(caller, person, **changes)
    assert (found["state"], found["ends_on"]) == (state, ends_on)


WRONG: list[tuple[Json, int, str]] = [
    ({"care_pool": "510199"}, 400, "health.E040"),
    ({"care_pool": XIANGTAN}, 422, "health.E041"),
    ({"ends_on": "2026-03-01"}, 400, "health.E042"),
    ({"begins_on": "2028-01-01"}, 400, "health.E042"),
    ({"begins_on": "2022-12-31"}, 422, "health.E116"),
    ({"psn_no": "P404"}, 404, "health.E007"),
    ({"category": "emergency"}, 422, "gateway"),
    ({"begins_on": "2026-3-2"}, 422, "gateway"),
    ({"begins_on": 1}, 422, "gateway"),
    ({"care_pool": "长沙"}, 422, "gateway"),
    ({"unknown": "x"}, 422, "gateway"),
]


@pytest.mark.parametrize(("changes", "status", "code"), WRONG)
def test_what_cannot_be_filed_is_refused(
    caller: Caller, person: Person, unchanged, changes: Json, status: int, code: str
) -> None:
    with unchanged:
        error = error_of(caller.post(FILINGS, body(person, **changes)), status)
    assert error["code"].startswith(code)


def test_the_number_again_with_other_content_is_a_conflict(
    caller: Caller, person: Person, unchanged
) -> None:
    register(caller, person)
    with unchanged:
        again = caller.post(FILINGS, body(person, category="living"))
        assert error_of(again, 409)["code"] == "health.E010"


def test_two_institutions_may_use_one_number(world: World, caller: Caller, person: Person) -> None:
    other = Caller(Hospital(world.at_tier("430300", "level_3")))
    assert register(caller, person)["filing"] != register(other, person)["filing"]


def test_a_filing_is_revoked_and_the_call_may_be_repeated(
    caller: Caller, person: Person, clock: FixedClock
) -> None:
    number = register(caller, person)["filing"]
    clock.advance(timedelta(days=1))
    first = revoke(caller, number, person)
    assert first.status == 200, first
    assert (first.json["state"], first.json["revoked_on"]) == ("revoked", "2026-03-03")
    assert revoke(caller, number, person).json == {**first.json, "replayed": True}
    assert error_of(revoke(caller, number, person, "别的原因"), 409)["code"] == "health.E045"


def test_only_who_registered_revokes(
    world: World, caller: Caller, person: Person, unchanged
) -> None:
    xiangtan = Caller(Hospital(world.at_tier("430300", "level_3")))
    zhuzhou = Caller(Hospital(world.at_tier("430200", "level_3")))
    number = register(xiangtan, person)["filing"]
    with unchanged:
        assert error_of(revoke(caller, number, person), 403)["code"] == "health.E043"
        assert error_of(revoke(zhuzhou, number, person), 404)["code"] == "health.E044"
        assert error_of(revoke(caller, "F404", person), 404)["code"] == "health.E044"
        wrong = revoke(xiangtan, number, person, person.id_number)
        assert error_of(wrong, 422)["code"] == "health.E046"
    # Zhuzhou's hospital learns nothing of a filing toward Changsha.
    assert zhuzhou.get(f"{FILINGS}?psn_no={person.psn_no}").json == {"filings": []}
    seen = caller.get(f"{FILINGS}?psn_no={person.psn_no}").json["filings"]
    assert [found["filing"] for found in seen] == [number]


def test_filings_toward_ones_own_pool_only(caller: Caller, person: Person) -> None:
    register(caller, person, care_pool=ZHUZHOU)
    other = register(caller, person, request_id="FILING-0002")
    seen = caller.get(f"{FILINGS}?psn_no={person.psn_no}").json["filings"]
    assert len(seen) == 2
    assert seen[0]["filing"] == other["filing"]


@pytest.mark.parametrize("query", ["", "?psn_no=", "?psn_no=样例", "?psn_no=%00"])
def test_a_question_about_nobody_is_refused(caller: Caller, unchanged, query: str) -> None:
    with unchanged:
        assert "psn_no" in error_of(caller.get(FILINGS + query), 422)["message"]


def test_a_question_about_an_unknown_person_is_not_an_empty_list(caller: Caller, unchanged) -> None:
    with unchanged:
        assert error_of(caller.get(f"{FILINGS}?psn_no=P404"), 404)["code"] == "health.E007"


def test_the_example_files_in_the_demo(
    world: World, caller: Caller, clock: FixedClock, settings: Any
) -> None:
    settings.RONGCHENG_DEMO = True
    load_demo_day(lambda done, total: None)
    clock.set(datetime(2026, 3, 2, 11, tzinfo=SHANGHAI))
    assert EXAMPLE["psn_no"] == f"430399{SEED}0000"
    found = caller.post(FILINGS, EXAMPLE)
    assert found.status == 200, found
    assert (found.json["state"], found.json["ends_on"]) == ("for_good", None)
