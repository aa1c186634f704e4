"""Mutated messages: every answer is a success or a readable refusal, and a refusal keeps nothing.

1,000 messages in the test tier, 100,000 in the soak tier, each from a good one and a seed.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from random import Random

import pytest
from django.db import transaction

from rongcheng.foundation.people.public import get_insurance
from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.models import InterfaceMessage
from rongcheng.services.health.persons import issue_voucher
from tests.services.health.building import item_of
from tests.services.health.conftest import XIANGTAN, World
from tests.services.health.interface import bodies, filing_bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import LONGEST_ERROR, Hospital, Json
from tests.services.health.interface.inpatient import Inpatient
from tests.services.health.interface.mutations import mutate
from tests.services.health.interface.samples import (
    RECEIVER,
    RECEIVING_POOL,
    reconciliation_inputs,
    sample_inputs,
)
from tests.services.health.interface.statements import upload, zipped
from tests.services.health.interface.stored import all_tables, fingerprint_but_refused_looks

CITY = "430100"
EACH_TEST = 1_000
SOAK_TESTS = 100


class Target:
    """One good message of each transaction, each against a visit in the fitting state."""

    def __init__(self, world: World, hospital: Hospital) -> None:
        """Walk visits into the states that the messages need."""
        self.hospital = hospital
        self.person = world.person(XIANGTAN, account_fen=5_000)
        self.item = item_of(world.book, CITY, "A", get_clock().now())
        registered, charged, settled = (self._visit(f"OP-{n}") for n in range(3))
        charged.see()
        charged.charge(charged.line(self.item, 45_075, batch="B1"))
        settled.see()
        settled.charge(settled.line(self.item, 45_075))
        setl_id = settled.settle("450.75")["setlinfo"]["setl_id"]
        filed = filing_bodies.referral(self.person, RECEIVER, RECEIVING_POOL)
        sent = filing_bodies.application(self.person, hospital.place.code, opsp_dise_code="OPSP-02")
        numbers = {
            "filing_no": self._number("2501", filed),
            "application_no": self._number("2503", sent),
        }
        admitted, filled, left, ready, done = (self._stay(world, f"IP-{n}") for n in range(5))
        for stay in (filled, ready, done):
            stay.charge(stay.line(self.item, 45_075))
        for stay in (left, ready, done):
            stay.discharge()
        settled_stay = done.settle("450.75")["setlinfo"]["setl_id"]
        self.messages: dict[str, Json] = {}
        fitting: dict[str, Attendance | Inpatient] = {
            "2202": registered,
            "2203": registered,
            "2208": settled,
            "2301": filled,
            "2302": filled,
            "2303": ready,
            "2304": ready,
            "2305": done,
            "2402": filled,
            "2403": filled,
            "2404": admitted,
            "2405": left,
        }
        for infno in sample_inputs(
            self.person, hospital.place.code, self.item, mdtrt_id="", setl_id=""
        ):
            visit = fitting.get(infno, charged)
            inputs = sample_inputs(
                visit.person,
                hospital.place.code,
                self.item,
                mdtrt_id=visit.mdtrt_id,
                setl_id=settled_stay if visit is done else setl_id,
                **numbers,
            )
            self.messages[infno] = hospital.message(infno, inputs[infno], pool=XIANGTAN)
        code = issue_voucher(get_insurance(self.person.psn_no), "430000")
        self.messages["6101"]["input"] = bodies.decode(code)
        self._add_reconciliation(settled.mdtrt_id, setl_id)
        self.tables = all_tables()
        self.before = fingerprint_but_refused_looks(self.tables)

    def _add_reconciliation(self, mdtrt_id: str, setl_id: str) -> None:
        """Name the settlement's own message, and a file that lies ready."""
        place = self.hospital.place
        number = upload(self.hospital, zipped(f"{setl_id}\tV\tP\t1.00\t0.00\t0.00\t0\n"))
        inputs = reconciliation_inputs(
            self.person,
            place.code,
            mdtrt_id=mdtrt_id,
            setl_id=setl_id,
            file_number=number["file_qury_no"],
        )
        msgid = InterfaceMessage.objects.filter(infno="2207").get().msgid
        inputs["2601"]["data"]["omsgid"] = msgid
        for infno, body in inputs.items():
            self.messages[infno] = self.hospital.message(infno, body, pool=XIANGTAN)

    def _visit(self, number: str) -> Attendance:
        attendance = Attendance(self.hospital, self.person, number)
        attendance.register()
        return attendance

    def _number(self, infno: str, body: Json) -> str:
        found: str = self.hospital.call(infno, body, pool=XIANGTAN)["result"]["trt_dcla_detl_sn"]
        return found

    def _stay(self, world: World, number: str) -> Inpatient:
        """Admit another person: one is in hospital once at a time."""
        stay = Inpatient(self.hospital, world.person(XIANGTAN), number)
        stay.admit()
        return stay

    def try_one(self, body: bytes, infno: str) -> str:
        """Send a body, check the answer and what was kept, and undo it; return what came."""
        with transaction.atomic():
            reply = self.hospital.transport(body, self.hospital.headers(infno))
            after = fingerprint_but_refused_looks(self.tables)
            transaction.set_rollback(True)
        assert reply.status == 200, (body, reply)
        if reply.body.startswith(b"PK"):
            # The file of 9102.
            assert after != self.before, body
            return "accepted"
        answer = reply.json
        if answer["infcode"] == 0:
            assert answer["err_msg"] == ""
            assert after != self.before, body
            return "accepted"
        assert answer["infcode"] == -1, (body, answer)
        said = answer["err_msg"]
        assert 0 < len(said) <= LONGEST_ERROR, (body, said)
        assert any("\u4e00" <= letter <= "\u9fff" for letter in said), (body, said)
        assert after == self.before, (body, said)
        return "refused"


@pytest.fixture
def target(world: World, hospital: Hospital) -> Target:
    """Good messages and the visits they are about."""
    return Target(world, hospital)


def send_mutated(target: Target, seed: int, count: int) -> Counter[str]:
    random = Random(seed)
    numbers = list(target.messages)
    came: Counter[str] = Counter()
    for _ in range(count):
        infno = random.choice(numbers)
        donor = target.messages[random.choice(numbers)]
        body = mutate(random, target.messages[infno], donor)
        came[target.try_one(body, infno)] += 1
    return came


def test_the_unspoilt_messages_are_all_accepted(target: Target) -> None:
    for infno, message in target.messages.items():
        assert target.try_one(json.dumps(message).encode(), infno) == "accepted", infno


def test_a_thousand_mutated_messages_break_nothing(
    target: Target, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        came = send_mutated(target, 20_241_013, EACH_TEST)
    assert came["refused"] > EACH_TEST // 2, came
    assert came["accepted"] > EACH_TEST // 20, came
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(SOAK_TESTS))
def test_a_hundred_thousand_mutated_messages_break_nothing(
    target: Target, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    with caplog.at_level(logging.WARNING):
        came = send_mutated(target, seed, EACH_TEST)
    assert sum(came.values()) == EACH_TEST
    assert [record.getMessage() for record in caplog.records] == []
