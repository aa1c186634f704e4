"""The native call: a visit with its lines in, the settlement out, retried, asked for, reversed."""

from __future__ import annotations

from datetime import date

import pytest

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.ledger.public import balance, verify_ledger
from rongcheng.services.health.models import InterfaceMessage, Settlement
from rongcheng.services.health.public import grant_special_disease, verify_decisions
from tests.services.health.api.caller import SETTLEMENTS, Caller, error_of, line
from tests.services.health.building import item_of
from tests.services.health.conftest import CHANGSHA, METRO, XIANGTAN, World
from tests.services.health.interface.hospital import Hospital


def test_one_call_settles_a_visit_away_from_home(world: World, caller: Caller, clock) -> None:
    """In scope 541.20, deductible 300: 241.20 at 60 % is 144.72; the account has 100.00."""
    person = world.person(XIANGTAN, account_fen=10_000)
    lines = [
        line(item_of(world.book, "430100", kind, clock.now()), fen, serial)
        for serial, (kind, fen) in enumerate((("A", 45_075), ("B", 10_050), ("C", 3_000)), 1)
    ]
    settled = caller.settle(person, *lines, account="own")
    row = Settlement.objects.get()
    assert settled == {
        "settlement": row.setl_id,
        "visit": row.visit.mdtrt_id,
        "decision": row.decision_id,
        "settled_at": "2026-03-02T10:00:00+08:00",
        "care": "outpatient",
        "amounts": {
            "total": "581.25",
            "self_paid": "30.00",
            "over_limit": "0.00",
            "prepaid": "10.05",
            "in_scope": "541.20",
            "deductible": "300.00",
            "fund": "144.72",
            "person": "436.53",
            "account": "100.00",
            "family": "0.00",
            "cash": "336.53",
            "hospital": "0.00",
        },
        "ratio_ppm": 600_000,
        "balance": "0.00",
        "message": "结算成功：本次共 581.25 元，医保付 144.72 元，您付 436.53 元。"
        "不用垫付，不用回去报销。",
        "replayed": False,
    }
    assert balance(f"clearing:{XIANGTAN}:{CHANGSHA}:310102") == 14_472


def test_a_parks_system_settles_and_reads_nothing(world: World, item: str) -> None:
    park, person = Caller(Hospital(world.place("V43010200001"))), world.person()
    body = park.visit(person, line(item, 45_075))
    before = AccessRecord.objects.count()
    for reply in (
        park.post(SETTLEMENTS, body),
        park.get(f"/api/health/filings?psn_no={person.psn_no}"),
    ):
        assert error_of(reply, 400)["code"] == "health.E020"
    assert (Settlement.objects.count(), AccessRecord.objects.count()) == (0, before)


def test_a_trial_says_the_same_and_keeps_nothing(world: World, caller: Caller, item: str) -> None:
    person = world.person()
    body = caller.visit(person, line(item, 45_075))
    tried = caller.post(f"{SETTLEMENTS}/trial", body)
    assert tried.status == 200
    assert Settlement.objects.count() == 0
    settled = caller.post(SETTLEMENTS, body).json
    same = ("amounts", "ratio_ppm", "balance", "care", "message")
    assert {name: tried.json[name] for name in same} == {name: settled[name] for name in same}
    assert tried.json["settlement"] == ""


def test_a_retry_gets_the_first_answer_and_another_body_a_conflict(
    world: World, caller: Caller, item: str, unchanged
) -> None:
    body = caller.visit(world.person(), line(item, 45_075))
    first = caller.post(SETTLEMENTS, body).json
    with unchanged:
        again = caller.post(SETTLEMENTS, body).json
        assert again == {**first, "replayed": True}
        other = {**body, "lines": [line(item, 45_076)]}
        error = error_of(caller.post(SETTLEMENTS, other), 409)
    assert error["code"] == "health.E010"
    assert body["request_id"] in error["message"]


def test_two_institutions_may_use_one_request_id(world: World, caller: Caller, item: str) -> None:
    person = world.person()
    body = caller.visit(person, line(item, 45_075))
    assert caller.post(SETTLEMENTS, body).status == 200
    other = Caller(Hospital(world.at_tier("430100", "level_2")))
    answer = other.post(SETTLEMENTS, body)
    assert (answer.status, answer.json["replayed"]) == (200, False)


def test_a_settlement_is_asked_for_explained_and_reversed(
    world: World, caller: Caller, item: str
) -> None:
    person = world.person(account_fen=5_000)
    settled = caller.settle(person, line(item, 45_075), account="own")
    path = f"{SETTLEMENTS}/{settled['settlement']}"
    assert caller.get(path).json == {**settled, "replayed": True}
    for lang in ("zh", "en"):
        why = caller.get(f"{path}/why?lang={lang}").json
        assert why["settlement"] == settled["settlement"]
        assert "300.00" in [step["amount"] for step in why["steps"]]
        assert any(step["authorities"] for step in why["steps"])
    body = {
        "request_id": "REVERSAL-1",
        "psn_no": person.psn_no,
        "visit": settled["visit"],
    }
    taken = caller.post(f"{path}/reversal", body).json
    assert taken["amounts"] == {
        name: value if value == "0.00" else f"-{value}"
        for name, value in settled["amounts"].items()
    }
    again = caller.post(f"{path}/reversal", body).json
    assert again == {**taken, "replayed": True}
    error = error_of(caller.post(f"{path}/reversal", {**body, "request_id": "REVERSAL-2"}), 409)
    assert error["code"] == "health.E012"
    assert balance(f"account:{person.psn_no}") == 5_000
    assert list(verify_ledger()) == []
    assert list(verify_decisions()) == []


def test_a_special_disease_is_settled_by_its_grant(
    world: World, caller: Caller, item: str, unchanged
) -> None:
    person = world.person(XIANGTAN, "resident", "adult")
    visit = {"care": "special_disease", "disease": "OPSP-01"}
    body = caller.visit(person, line(item, 10_000), **visit)
    with unchanged:
        error = error_of(caller.post(SETTLEMENTS, body), 422)
    assert error["code"] == "health.E006"
    assert error["params"]["codes"]
    grant_special_disease(
        METRO,
        XIANGTAN,
        person.psn_no,
        "resident",
        disease_code="OPSP-01",
        begins_on=date(2026, 1, 1),
    )
    assert caller.post(SETTLEMENTS, body).json["amounts"]["fund"] == "70.00"


@pytest.mark.parametrize("path", ["", "/why", "/reversal"])
def test_a_settlement_of_another_hospital_is_unknown(
    world: World, caller: Caller, item: str, unchanged, path: str
) -> None:
    settled = caller.settle(person := world.person(), line(item, 45_075))
    other = Caller(Hospital(world.at_tier("430100", "level_2")))
    target = f"{SETTLEMENTS}/{settled['settlement']}{path}"
    body = {"request_id": "REVERSAL-1", "psn_no": person.psn_no, "visit": settled["visit"]}
    with unchanged:
        answer = other.post(target, body) if path == "/reversal" else other.get(target)
    assert error_of(answer, 404)["code"] in {"health.E008", "health.E011"}


def test_every_reading_leaves_a_record_of_who_asked_and_why(
    world: World, caller: Caller, item: str
) -> None:
    person = world.person()
    body = caller.visit(person, line(item, 45_075))
    caller.post(f"{SETTLEMENTS}/trial", body)
    settled = caller.post(SETTLEMENTS, body).json
    path = f"{SETTLEMENTS}/{settled['settlement']}"
    caller.get(path)
    caller.get(f"{path}/why")
    records = AccessRecord.objects.order_by("id")
    assert [row.purpose for row in records] == ["trial", "settlement", "query", "explain"]
    place = caller.hospital.place
    assert {(row.actor_kind, row.actor_id, row.actor_label) for row in records} == {
        ("machine", place.code, place.name)
    }
    assert {tuple(row.persons) for row in records} == {(Settlement.objects.get().person_id,)}
    assert InterfaceMessage.objects.count() == 0
