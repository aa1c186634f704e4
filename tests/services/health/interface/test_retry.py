"""The same message again: the first answer to the byte, and nothing twice (重试)."""

from __future__ import annotations

import json

import pytest

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.institutions.models import Institution
from rongcheng.foundation.institutions.public import forget_credentials
from rongcheng.kernel.crypto import get_suite
from rongcheng.services.health.models import InterfaceMessage, Settlement
from tests.services.health.building import item_of
from tests.services.health.conftest import World
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital, Json, Reply, refusal_of
from tests.services.health.interface.stored import fingerprint

CITY = "430100"


@pytest.fixture
def walked(world: World, hospital: Hospital, clock) -> list[tuple[Json, Reply]]:
    """Every message of a walk with its answer, in order."""
    sent: list[tuple[Json, Reply]] = []
    post = hospital.send

    def kept(message: Json, headers: dict[str, str] | None = None) -> Reply:
        reply = post(message, headers)
        sent.append((message, reply))
        return reply

    hospital.send = kept  # type: ignore[method-assign]
    person = world.person(account_fen=10_000)
    attendance = Attendance(hospital, person)
    hospital.call("9001", bodies.sign_in())
    attendance.call("1101", bodies.person_query(person))
    attendance.call("2001", bodies.entitlement(person, hospital.place.code))
    attendance.register()
    attendance.see()
    item = item_of(world.book, CITY, "A", clock.now())
    attendance.charge(attendance.line(item, 45_075))
    attendance.call("2205", bodies.drop(person, attendance.mdtrt_id))
    attendance.charge(attendance.line(item, 45_075))
    settled = attendance.settle("450.75", account="1")
    attendance.reverse(settled["setlinfo"]["setl_id"])
    other = Attendance(hospital, person, "OP-2")
    other.register()
    other.call("2202", bodies.cancellation(person, other.mdtrt_id, "OP-2"))
    hospital.send = post  # type: ignore[method-assign]
    assert {message["infno"] for message, _ in sent} == {
        "9001", "1101", "2001", "2201", "2202", "2203", "2204", "2205", "2206", "2207", "2208",
    }  # fmt: skip
    return sent


def test_every_message_sent_again_gets_its_first_answer_to_the_byte(
    walked: list[tuple[Json, Reply]], hospital: Hospital, unchanged
) -> None:
    looks = AccessRecord.objects.count()
    tables = [name for name in unchanged.tables if name != "public.access_record"]
    before = fingerprint(tables)
    for message, first in walked:
        again = hospital.send(message)
        assert again.body == first.body
    assert fingerprint(tables) == before
    # All but the sign-in showed personal data, and showing it again is another look.
    assert AccessRecord.objects.count() == looks + len(walked) - 1


def test_answers_are_stored_sealed(walked: list[tuple[Json, Reply]]) -> None:
    for message, first in walked:
        stored = InterfaceMessage.objects.get(msgid=message["msgid"])
        sealed = bytes(stored.answer_sealed)
        assert stored.infno == message["infno"]
        assert b"infcode" not in sealed
        opened = json.loads(get_suite().open(sealed, message["msgid"].encode()))
        assert opened["answer"] == first.json


def test_another_body_under_a_used_msgid_is_refused_by_name(
    walked: list[tuple[Json, Reply]], hospital: Hospital, unchanged
) -> None:
    for message, _ in walked:
        with unchanged:
            said = hospital.refused({**message, "opter_name": "样例·别人"})
        assert "msgid" in said
        assert message["msgid"] in said


def test_a_message_that_failed_may_come_again_under_its_msgid(
    world: World, hospital: Hospital
) -> None:
    person = world.person()
    wrong = hospital.message("1101", bodies.person_query(person))
    wrong["input"]["data"]["psn_name"] = "样例·别人"
    assert "psn_name" in hospital.refused(wrong)
    wrong["input"]["data"]["psn_name"] = person.name
    assert hospital.accepted(wrong)["baseinfo"]["psn_no"] == person.psn_no


def test_a_settlement_retried_on_a_later_day_is_still_the_first(
    world: World, hospital: Hospital, clock
) -> None:
    attendance = Attendance(hospital, world.person())
    attendance.register()
    attendance.see()
    attendance.charge(attendance.line(item_of(world.book, CITY, "A", clock.now()), 45_075))
    body = attendance.trial_body("450.75")
    tried = attendance.call("2206", body)["setlinfo"]
    message = hospital.message("2207", bodies.settlement(body, tried), pool=attendance.person.pool)
    first = hospital.send(message)
    clock.set(clock.now().replace(day=20))
    again = hospital.send(message)
    assert again.body == first.body
    assert Settlement.objects.count() == 1


def test_one_msgid_means_two_things_at_two_institutions(world: World) -> None:
    """A message id begins with the institution's own code, so nobody can take another's."""
    here, there = (world.at_tier(CITY, tier) for tier in ("level_3", "level_2"))
    mine, theirs = Hospital(here), Hospital(there)
    message = mine.message("9001", bodies.sign_in())
    mine.accepted(message)
    borrowed = theirs.message("9001", bodies.sign_in(), msgid=message["msgid"])
    assert "msgid" in theirs.refused(borrowed)


@pytest.mark.parametrize("length", [3, 4])
def test_a_serial_of_three_or_four_digits_is_taken(
    world: World, hospital: Hospital, length: int
) -> None:
    msgid = f"{hospital.place.code}20260302100000{'7' * length}"
    hospital.call("9001", bodies.sign_in(), msgid=msgid)
    assert InterfaceMessage.objects.filter(msgid=msgid).exists()


def test_the_answer_has_the_specified_form(world: World, hospital: Hospital) -> None:
    answer = hospital.send(hospital.message("9001", bodies.sign_in())).json
    assert list(answer) == [
        "infcode",
        "inf_refmsgid",
        "refmsg_time",
        "respond_time",
        "err_msg",
        "output",
    ]
    assert answer["inf_refmsgid"].startswith("43019920260302100000")
    assert len(answer["inf_refmsgid"]) == 30
    assert answer["refmsg_time"] == answer["respond_time"] == "20260302100000000"


def test_a_parks_system_opens_nothing_here(world: World) -> None:
    park = Hospital(world.place("V43010200001"))
    person = world.person()
    before = AccessRecord.objects.count()
    for infno, body in (("9001", bodies.sign_in()), ("1101", bodies.person_query(person))):
        assert "fixmedins_code" in refusal_of(park.send(park.message(infno, body)))
    # Nobody was looked up, so nobody has a record of it.
    assert AccessRecord.objects.count() == before


def test_a_place_that_was_delisted_is_told_so(world: World, hospital: Hospital) -> None:
    Institution.objects.filter(code=hospital.place.code).update(listed=False)
    forget_credentials()
    reply = hospital.send(hospital.message("9001", bodies.sign_in()))
    assert "fixmedins_code" in refusal_of(reply)
