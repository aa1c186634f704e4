"""Calls that do not fit: named field by field in both languages, and nothing stored."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from rongcheng.services.health.models import SpecialDiseaseGrant
from tests.services.health.api.caller import SETTLEMENTS, Caller, error_of, line
from tests.services.health.building import item_of
from tests.services.health.conftest import World
from tests.services.health.interface.hospital import Reply

WRONG_FIELDS: list[tuple[str, Any]] = [
    ("request_id", None), ("request_id", "short"), ("request_id", "x" * 41),
    ("request_id", "样例样例样例样例"), ("request_id", "a b c d e f"), ("request_id", 12345678),
    ("psn_no", None), ("psn_no", ""), ("psn_no", "a\x00"), ("psn_no", "\ud800"), ("psn_no", 1),
    ("care", "inpatient"), ("care", 11), ("account", "OWN"), ("account", True),
    ("disease", "a b"), ("disease", "x" * 31), ("lines", None), ("lines", []), ("lines", {}),
    ("lines", "x"), ("lines", [None]), ("acount", "own"),
]  # fmt: skip
WRONG_LINES: list[tuple[str, Any]] = [
    ("serial", "0"), ("serial", "01"), ("serial", "1" * 16), ("serial", 1), ("serial", "１"),
    ("item", ""), ("item", "x" * 51), ("item", "a\x00"), ("item", "黄芪"), ("item", None),
    ("occurred_at", 0), ("occurred_at", "0"), ("occurred_at", "2026-03-02"),
    ("occurred_at", "2026-02-30T09:00:00+08:00"), ("occurred_at", "0001-01-01T00:00:00+14:00"),
    ("occurred_at", "9999-12-31T23:59:59-14:00"), ("occurred_at", "2026-03-02 09:00:00"),
    ("occurred_at", "２０２６-03-02T09:00:00Z"), ("occurred_at", None),
    ("price", "-1"), ("price", "1.0000001"), ("price", "1e3"), ("price", 12.5), ("price", "NaN"),
    ("quantity", "1.00001"), ("quantity", "12345678"), ("quantity", True), ("quantity", "+1"),
    ("amount", "1.005"), ("amount", "12345678901"), ("amount", "1,000.00"), ("amount", 1),
    ("approval", "yes"), ("approval", None), ("batch", "B1"),
]  # fmt: skip


def spoilt(document: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    return {**document, name: value}


@pytest.mark.parametrize("action", ["", "/trial"])
def test_every_field_that_does_not_fit_is_named(
    world: World, caller: Caller, item: str, unchanged, action: str
) -> None:
    good = caller.visit(world.person(), line(item, 45_075))
    cases = [(spoilt(good, name, value), name) for name, value in WRONG_FIELDS]
    for name, value in WRONG_LINES:
        rows = [line(item, 100), spoilt(line(item, 100, 2), name, value)]
        cases.append(({**good, "lines": rows}, f"lines[1].{name}"))
    for name in ("request_id", "psn_no", "lines"):
        cases.append(({k: v for k, v in good.items() if k != name}, name))
    with unchanged:
        for body, field in cases:
            error = error_of(caller.post(SETTLEMENTS + action, body), 422)
            assert error["code"] == "gateway.E001"
            assert field in error["message"], (field, error)
            assert field in error["message_en"]
            shown = error["params"]["faults"][0]
            assert shown["field"].startswith(field)
            assert any("\u4e00" <= letter <= "\u9fff" for letter in shown["expected"]), shown


@pytest.mark.parametrize("name", ["request_id", "disease"])
def test_an_id_number_is_refused_where_it_would_be_kept_in_clear(
    world: World, caller: Caller, item: str, unchanged, name: str
) -> None:
    person = world.person()
    body = caller.visit(person, line(item, 45_075))
    with unchanged:
        answer = caller.post(SETTLEMENTS, spoilt(body, name, person.id_number))
    error = error_of(answer, 422)
    assert "身份证号" in error["message"]
    assert person.id_number.encode() not in answer.body


BROKEN_BODIES = {
    "empty": (b"", 422), "cut off": (b'{"request_id"', 400), "utf-16": ("{}".encode("utf-16"), 400),
    "gbk": ('{"a": "样例"}'.encode("gbk"), 400), "deep": (b"[" * 100_000, 400),
    "not a number": (b'{"psn_no": NaN}', 400), "digits": (b"[" + b"9" * 5_000 + b"]", 400),
    "beyond decimals": (b'{"psn_no": 1e99999999999999999999}', 400), "null": (b"null", 422),
    "array": (b"[]", 422), "text": (b'"x"', 422), "far too large": (b" " * 3_000_000, 413),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN_BODIES)
def test_a_body_that_cannot_be_read_gets_a_friendly_answer(
    caller: Caller, unchanged, kind: str
) -> None:
    body, status = BROKEN_BODIES[kind]
    with unchanged:
        error = error_of(caller.post_bytes(SETTLEMENTS, body), status)
    assert error["code"].startswith("gateway.")


@pytest.mark.parametrize("settlement", ["%00", "a%00b", "样例", "x" * 31, "..", "%ff", "a b"])
@pytest.mark.parametrize("path", ["", "/why", "/reversal"])
def test_a_settlement_id_that_is_none_is_refused(
    caller: Caller, unchanged, settlement: str, path: str
) -> None:
    target = f"{SETTLEMENTS}/{settlement}{path}"
    body = {"request_id": "REVERSAL-1", "psn_no": "1", "visit": "1"}
    with unchanged:
        answer = caller.post(target, body) if path == "/reversal" else caller.get(target)
    assert "settlement" in error_of(answer, 422)["message"]


WRONG_BILLS: list[tuple[dict[str, Any], int, str]] = [
    ({"amount": "450.77"}, 400, "health.E001"),
    ({"item": "X404"}, 400, "health.E002"),
    ({"occurred_at": "2026-03-02T10:00:01+08:00"}, 400, "health.E018"),
    ({"occurred_at": "2026-03-02T10:30:00"}, 400, "health.E018"),
    ({"occurred_at": "1990-01-01T00:00:00Z"}, 400, "health.E002"),
    ({"price": "999999999.999999", "quantity": "9999999"}, 400, "health.E014"),
    ({"quantity": "-1", "amount": "-450.75"}, 400, "health.E005"),
    ({"price": "0", "amount": "0"}, 400, "health.E016"),
]


@pytest.mark.parametrize(("changes", "status", "code"), WRONG_BILLS)
def test_a_bill_that_does_not_add_up_is_refused(
    world: World,
    caller: Caller,
    item: str,
    unchanged,
    changes: dict[str, str],
    status: int,
    code: str,
) -> None:
    body = caller.visit(world.person(), {**line(item, 45_075), **changes})
    with unchanged:
        assert error_of(caller.post(SETTLEMENTS, body), status)["code"] == code


def test_a_serial_twice_is_refused(world: World, caller: Caller, item: str, unchanged) -> None:
    body = caller.visit(world.person(), line(item, 100), line(item, 200))
    with unchanged:
        assert error_of(caller.post(SETTLEMENTS, body), 400)["code"] == "health.E003"


def test_a_bill_beyond_what_can_be_computed_is_refused(
    world: World, caller: Caller, item: str, unchanged
) -> None:
    lines = [line(item, 9 * 10**10, serial, price="900000000") for serial in range(1, 111)]
    body = caller.visit(world.person(), *lines)
    with unchanged:
        answer = caller.post(SETTLEMENTS, body)
    assert error_of(answer, 400)["code"] == "health.E014"


def test_an_unknown_person_is_not_a_refusal(caller: Caller, item: str, unchanged) -> None:
    body = {"request_id": "REQUEST-1", "psn_no": "P404", "lines": [line(item, 100)]}
    with unchanged:
        error = error_of(caller.post(SETTLEMENTS, body), 404)
    assert error["code"] == "health.E007"
    assert "P404" in error["message"]


def test_a_day_without_policy_is_named_and_nothing_is_guessed(
    world: World, caller: Caller, unchanged, clock
) -> None:
    """The catalogue begins on 2022-10-01, the monthly limits of special diseases in 2023."""
    person = world.person()
    SpecialDiseaseGrant.objects.create(
        psn_no=person.psn_no, disease_code="OPSP-01", begins_on="2022-01-01"
    )
    item = item_of(world.book, "430100", "A", clock.now())
    old = line(item, 10_000, occurred_at="2022-11-01T09:00:00+08:00")
    body = caller.visit(person, old, care="special_disease", disease="OPSP-01")
    with unchanged:
        for action in ("", "/trial"):
            error = error_of(caller.post(SETTLEMENTS + action, body), 422)
            assert "2022-11-01" in error["message"]
            assert "lines.occurred_at" in error["message"]


@pytest.mark.parametrize("missing", ["_api_name", "_api_signature", "_api_access_key"])
def test_an_unsigned_call_is_refused_by_the_gateway(
    caller: Caller, unchanged, missing: str
) -> None:
    headers = caller.hospital.headers("settleVisit")
    del headers[missing]
    with unchanged:
        answer = Client().post(
            SETTLEMENTS, data=b"{}", content_type="application/json", headers=headers
        )
    reply = Reply(answer.status_code, answer.content)
    assert reply.status == 401
    assert reply.json["code"] == 401
    assert missing in reply.json["message"]


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_another_method_is_not_allowed(caller: Caller, unchanged, method: str) -> None:
    with unchanged:
        answer = getattr(Client(), method)(SETTLEMENTS)
    assert answer.status_code == 405
