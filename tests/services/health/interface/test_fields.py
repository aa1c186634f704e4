"""Every field of every transaction, spoilt in every way: refused by name, and nothing stored."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from rongcheng.services.health.hsa.envelope import _OPTIONAL, _REQUIRED
from rongcheng.services.health.hsa.fields import (
    KEPT_IN_CLEAR,
    FieldSpec,
    dictionaries,
    field_specs,
    transactions,
)
from tests.services.health.building import item_of
from tests.services.health.conftest import Person, World
from tests.services.health.interface import bodies
from tests.services.health.interface.hospital import Hospital, Json, refusal_of
from tests.services.health.interface.samples import sample_inputs

ALL = (
    "9001", "6101", "1101", "2001", "2201", "2202", "2203", "2204", "2205", "2206", "2207", "2208",
    "2301", "2302", "2303", "2304", "2305", "2401", "2402", "2403", "2404", "2405",
    "2501", "2502", "2503", "2504", "5301",
    "2601", "3201", "3202", "5203", "9101", "9102",
)  # fmt: skip
KEPT = ("9001", "2201", "2203", "2204", "2205", "2301", "2401", "2402", "2403", "9101")
ABSENT = object()


@pytest.fixture
def person(world: World) -> Person:
    """An insured person of Changsha."""
    return world.person()


@pytest.fixture
def inputs(world: World, person: Person, hospital: Hospital, clock) -> dict[str, Json]:
    """A complete input of each transaction."""
    item = item_of(world.book, "430100", "A", clock.now())
    return sample_inputs(person, hospital.place.code, item, mdtrt_id="V0", setl_id="S0")


def spoilt_values(spec: FieldSpec) -> Iterator[object]:
    """Yield values that do not fit a field's type."""
    yield from ({}, [], ["x"], {"a": 1}, True, False)
    if spec.kind == "N":
        yield from ("abc", "1e3", "0x1", "1,000", "NaN", "1" + "0" * spec.size, "9" * 60)
        yield from ("0." + "1" * (spec.decimals + 1), 10**400, "--1", "+1", "１")
    elif spec.kind == "I":
        yield from ("0", "000", "-1", "1.5", "A1", "1" * (spec.size + 1), "1" * 6_000, "１")
    elif spec.kind in {"D", "DT"}:
        yield from ("2026-02-30", "2026-2-3", "20260203", "0001-01-01", "2026-13-01 00:00:00")
        yield from ("0001-01-01 00:00:00", "2026-03-02T10:00:00", "2026-03-02 24:00:00", 0, "昨天")
    elif spec.kind == "B":
        yield from ("%", "AAA", "AA==A", "AA=\x00=", "样例", "\ud800", 10**40)
    else:
        yield from ("x" * (spec.size + 1), "a\x00b", "a\x07b", "a\nb", "\ud800", "a\udfffb")
        yield 10 ** (spec.size + 2)
        if spec.coded and spec.name in dictionaries():
            yield "~"


def spoil(row: Json, name: str, value: object) -> None:
    if value is ABSENT:
        del row[name]
    else:
        row[name] = value


def send_raw(hospital: Hospital, message: Json) -> str:
    """Send a message with escapes, so that half characters travel too."""
    plain = json.dumps(message).encode()
    return refusal_of(hospital.transport(plain, hospital.headers(message["infno"])))


@pytest.mark.parametrize("infno", ALL)
def test_every_spoilt_field_is_refused_by_its_name(
    person: Person, hospital: Hospital, inputs: dict[str, Json], unchanged, infno: str
) -> None:
    tried = fields = 0
    with unchanged:
        for node in transactions()[infno]:
            for spec in node.fields:
                fields += 1
                values: list[object] = list(spoilt_values(spec))
                if spec.name in node.required:
                    values += [ABSENT, None, "", "  "]
                for value in values:
                    body = copy.deepcopy(inputs[infno])
                    rows = body[node.name]
                    spoil(rows[0] if node.rows else rows, spec.name, value)
                    message = hospital.message(infno, body, pool=person.pool)
                    said = send_raw(hospital, message)
                    assert f"input.{node.name}" in said, (spec.name, value, said)
                    assert spec.name in said, (spec.name, value, said)
                    assert spec.zh in said, (spec.name, value, said)
                    tried += 1
    assert tried >= 12 * fields > 0


@pytest.mark.parametrize("name", [*_REQUIRED.split(), *_OPTIONAL.split()])
def test_every_spoilt_field_of_the_envelope_is_refused_by_its_name(
    person: Person, hospital: Hospital, unchanged, name: str
) -> None:
    spec = field_specs()[name]
    values = list(spoilt_values(spec))
    if name in _REQUIRED.split():
        values += [ABSENT, None, "", "  "]
    with unchanged:
        for value in values:
            message = hospital.message("1101", bodies.person_query(person))
            spoil(message, name, value)
            plain = json.dumps(message).encode()
            said = refusal_of(hospital.transport(plain, hospital.headers("1101")))
            assert name in said, (value, said)
            assert spec.zh in said, (value, said)


WRONG_ENVELOPES = [
    ("infno", "9999", "没有开通"),
    ("infno", "3101", "没有开通"),
    ("msgid", "1", "机构编号12位"),
    ("msgid", "H43010300001202613021000000001", "机构编号12位"),
    ("msgid", "H43010200001202603021000000001", "本机构"),
    ("fixmedins_code", "H43010200001", "本机构"),
    ("mdtrtarea_admvs", "430299", "430199"),
    ("mdtrtarea_admvs", "439900", "430199"),
]


@pytest.mark.parametrize(("name", "value", "expected"), WRONG_ENVELOPES)
def test_an_envelope_that_does_not_fit_the_sender_is_refused(
    person: Person, hospital: Hospital, unchanged, name: str, value: str, expected: str
) -> None:
    message = hospital.message("1101", bodies.person_query(person))
    headers = hospital.headers("1101" if name != "infno" else value)
    message[name] = value
    with unchanged:
        said = refusal_of(hospital.transport(json.dumps(message).encode(), headers))
    assert name in said
    assert expected in said


@pytest.mark.parametrize("infno", ALL)
@pytest.mark.parametrize("given", [ABSENT, None, "", [], "text", 7, {}, {"data": None}, [[]]])
def test_an_input_of_another_shape_is_refused(
    person: Person, hospital: Hospital, unchanged, infno: str, given: Any
) -> None:
    message = hospital.message(infno, {}, pool=person.pool)
    spoil(message, "input", given)
    with unchanged:
        assert "input" in send_raw(hospital, message)


@pytest.mark.parametrize("infno", ALL)
def test_a_node_of_another_shape_is_refused(
    person: Person, hospital: Hospital, inputs: dict[str, Json], unchanged, infno: str
) -> None:
    with unchanged:
        for node in transactions()[infno]:
            for given in (ABSENT, None, "", [], "text", 7, [None], ["x"], [[]], [{}, {}]):
                body = copy.deepcopy(inputs[infno])
                spoil(body, node.name, given)
                said = send_raw(hospital, hospital.message(infno, body, pool=person.pool))
                assert f"input.{node.name}" in said, (given, said)


def test_a_message_has_at_most_500_lines(
    person: Person, hospital: Hospital, inputs: dict[str, Json], unchanged
) -> None:
    rows = [{"feedetl_sn": str(number)} for number in range(501)]
    with unchanged:
        for infno in ("2204", "2301"):
            message = hospital.message(infno, {"feedetail": rows}, pool=person.pool)
            assert "500" in send_raw(hospital, message)


@pytest.mark.parametrize("infno", KEPT)
def test_an_id_number_is_refused_where_it_would_be_kept_in_clear(
    person: Person, hospital: Hospital, inputs: dict[str, Json], unchanged, infno: str
) -> None:
    with unchanged:
        for node in transactions()[infno]:
            for spec in node.fields:
                if spec.name not in KEPT_IN_CLEAR:
                    continue
                for text in (person.id_number, f"No.{person.id_number}"):
                    body = copy.deepcopy(inputs[infno])
                    rows = body[node.name]
                    spoil(rows[0] if node.rows else rows, spec.name, text)
                    said = send_raw(hospital, hospital.message(infno, body, pool=person.pool))
                    assert spec.name in said
                    assert "身份证号" in said
                    assert person.id_number not in said
