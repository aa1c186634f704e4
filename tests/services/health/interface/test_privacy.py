"""After a whole walk: no ID number in clear anywhere, and a record of each look."""

from __future__ import annotations

import logging

import pytest

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.outbox.public import drain
from rongcheng.foundation.people.public import get_insurance
from rongcheng.services.health.models import InterfaceMessage, Visit
from rongcheng.services.health.persons import issue_voucher
from tests.services.health.building import item_of
from tests.services.health.conftest import XIANGTAN, Person, World
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.stored import values_holding

CITY = "430100"


@pytest.fixture
def walked(world: World, hospital: Hospital, clock, caplog: pytest.LogCaptureFixture) -> Person:
    """A person who walked the whole way, with refusals, a reversal and a retry on it."""
    caplog.set_level(logging.DEBUG)
    person = world.person(XIANGTAN, account_fen=10_000)
    attendance = Attendance(hospital, person)
    hospital.call("9001", bodies.sign_in())
    code = issue_voucher(get_insurance(person.psn_no), "430000")
    attendance.token = attendance.call("6101", bodies.decode(code))["data"]["ecToken"]
    attendance.call("1101", bodies.person_query(person, attendance.token))
    attendance.call("2001", bodies.entitlement(person, hospital.place.code))
    attendance.register()
    attendance.see()
    attendance.charge(attendance.line(item_of(world.book, CITY, "A", clock.now()), 45_075))
    wrong = bodies.person_query(person)
    wrong["data"]["psn_name"] = "样例·别人"
    attendance.refused("1101", wrong)
    attendance.refused("2206", attendance.trial_body("1.00"))
    settled = attendance.settle("450.75", account="1")["setlinfo"]
    attendance.reverse(settled["setl_id"])
    message = hospital.message("1101", bodies.person_query(person))
    assert hospital.send(message).body == hospital.send(message).body
    while drain(100):
        pass
    return person


def test_no_table_and_no_log_holds_the_id_number(
    walked: Person, caplog: pytest.LogCaptureFixture
) -> None:
    assert len(values_holding(walked.psn_no)) > 3
    assert values_holding(walked.id_number) == []
    assert values_holding(walked.id_number.lower()) == []
    logged = [f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records]
    assert [line for line in logged if walked.id_number in line] == []


def test_diagnoses_and_answers_are_sealed(walked: Person) -> None:
    visit = Visit.objects.get()
    assert "样例诊断".encode() not in bytes(visit.diagnoses_sealed)
    assert values_holding("样例诊断") == []
    answers = [bytes(row.answer_sealed) for row in InterfaceMessage.objects.all()]
    assert len(answers) == 11
    for answer in answers:
        assert b"infcode" not in answer
        assert walked.name.encode() not in answer


def test_each_look_at_personal_data_names_institution_and_purpose(
    walked: Person, hospital: Hospital
) -> None:
    owner = get_insurance(walked.psn_no).resident_id
    records = AccessRecord.objects.order_by("id")
    assert [row.purpose for row in records] == [
        "6101", "1101", "2001", "2201", "2203", "2204", "1101", "2206", "2206", "settlement",
        "settlement", "1101", "1101",
    ]  # fmt: skip
    for row in records:
        assert row.persons == [owner]
        assert (row.actor_kind, row.actor_id) == ("machine", hospital.place.code)
        assert row.actor_label == hospital.place.name
        assert row.data_kinds
        assert row.request_id
    assert len(records_about(owner)) == len(records)


def test_an_id_number_sent_as_request_number_is_not_kept(world: World, hospital: Hospital) -> None:
    person = world.person()
    message = hospital.message("1101", bodies.person_query(person))
    headers = hospital.headers("1101") | {"X-Request-ID": person.id_number}
    assert hospital.send(message, headers).json["infcode"] == 0
    assert AccessRecord.objects.get().request_id
    assert values_holding(person.id_number) == []
