"""2601: a lost answer charges nobody twice, whatever came first (冲正)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.ledger.public import (
    balance,
    close_window,
    list_movements,
    list_windows,
    verify_ledger,
)
from rongcheng.kernel.money import format_yuan
from rongcheng.services.health.interface.lost_answers import TAKE_BACK
from rongcheng.services.health.interface.retries import REVERSIBLE
from rongcheng.services.health.models import CancelledMessage, InterfaceMessage, Settlement
from rongcheng.services.health.public import verify_decisions
from tests.services.health.building import item_of
from tests.services.health.conftest import METRO, XIANGTAN, Person, World
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital, Json
from tests.services.health.interface.statements import cancel_body, charged

CITY = "430100"
TOTAL_FEN = 45_075


@pytest.fixture
def person(world: World) -> Person:
    """An employee of Xiangtan with 100 yuan in her account."""
    return world.person(XIANGTAN, account_fen=10_000)


@pytest.fixture
def attendance(world: World, hospital: Hospital, person: Person, clock: Any) -> Attendance:
    """Her visit, charged and not yet settled."""
    return charged(hospital, person, item_of(world.book, CITY, "A", clock.now()), "OP-1", TOTAL_FEN)


def settlement(attendance: Attendance) -> Json:
    """Return the message 2207 of the visit, not sent."""
    body = attendance.trial_body(format_yuan(TOTAL_FEN), account="1")
    tried = attendance.call("2206", body)["setlinfo"]
    made = bodies.settlement(body, tried)
    return attendance.hospital.message("2207", made, pool=attendance.person.pool)


def cancel(hospital: Hospital, person: Person, msgid: str, infno: str = "2207") -> Json:
    """Return the message 2601, not sent."""
    return hospital.message("2601", cancel_body(person, msgid, infno), pool=person.pool)


def nothing_moved(hospital: Hospital, person: Person) -> bool:
    """Say whether the money stands as if nobody had settled."""
    place = hospital.place
    codes = [f"hospital:{place.code}:{part}" for part in ("fund", "account", "cash")]
    codes += [f"fund:{person.pool}:310102", f"agency:{place.pool}"]
    return balance(f"account:{person.psn_no}") == 10_000 and not any(map(balance, codes))


def test_a_settlement_whose_answer_was_lost_is_taken_back(
    attendance: Attendance, hospital: Hospital, person: Person
) -> None:
    message = settlement(attendance)
    assert hospital.accepted(message)["setlinfo"]["fund_pay_sumamt"] == "90.45"
    asked = cancel(hospital, person, message["msgid"])
    assert hospital.accepted(asked) == {}
    first, back = Settlement.objects.order_by("id")
    assert back.reverses == first
    assert (back.total_fen, back.fund_fen, back.account_fen) == (-45_075, -9_045, -10_000)
    assert back.request_id == asked["msgid"]
    assert nothing_moved(hospital, person)
    kept = CancelledMessage.objects.get()
    assert (kept.msgid, kept.infno, kept.reversal_id) == (message["msgid"], "2207", back.setl_id)
    # Settled anew under a new message.
    again = {**message, "msgid": hospital.msgid()}
    assert hospital.accepted(again)["setlinfo"]["medfee_sumamt"] == "450.75"
    assert verify_ledger() == []
    assert list(verify_decisions()) == []


def test_the_cancelled_message_is_not_answered_as_if_it_stood(
    attendance: Attendance, hospital: Hospital, person: Person, unchanged: Any
) -> None:
    message = settlement(attendance)
    hospital.accepted(message)
    hospital.accepted(cancel(hospital, person, message["msgid"]))
    with unchanged:
        said = hospital.refused(message)
    assert message["msgid"] in said
    assert "2601" in said
    assert "2026-03-02 10:00:00" in said


def test_a_message_that_comes_after_its_reversal_changes_nothing(
    attendance: Attendance, hospital: Hospital, person: Person, unchanged: Any
) -> None:
    message = settlement(attendance)
    assert hospital.accepted(cancel(hospital, person, message["msgid"])) == {}
    with unchanged:
        said = hospital.refused(message)
    assert message["msgid"] in said
    assert "2601" in said
    assert Settlement.objects.count() == 0
    assert nothing_moved(hospital, person)
    again = {**message, "msgid": hospital.msgid()}
    assert hospital.accepted(again)["setlinfo"]["setl_id"]


def test_a_message_that_was_refused_is_not_done_after_its_reversal(
    attendance: Attendance, hospital: Hospital, person: Person
) -> None:
    message = settlement(attendance)
    wrong = {**message, "input": {"data": {**message["input"]["data"], "medfee_sumamt": "1.00"}}}
    hospital.refused(wrong)
    hospital.accepted(cancel(hospital, person, message["msgid"]))
    hospital.refused(message)
    assert Settlement.objects.count() == 0


def test_a_reversal_repeated_succeeds_and_does_nothing_twice(
    attendance: Attendance, hospital: Hospital, person: Person
) -> None:
    message = settlement(attendance)
    hospital.accepted(message)
    asked = cancel(hospital, person, message["msgid"])
    first = hospital.send(asked)
    assert hospital.send(asked).body == first.body
    for _ in range(2):
        assert hospital.accepted(cancel(hospital, person, message["msgid"])) == {}
    assert Settlement.objects.count() == 2
    assert CancelledMessage.objects.count() == 1
    assert nothing_moved(hospital, person)


def test_what_2208_took_back_already_is_only_marked(
    attendance: Attendance, hospital: Hospital, person: Person
) -> None:
    message = settlement(attendance)
    setl_id = hospital.accepted(message)["setlinfo"]["setl_id"]
    attendance.reverse(setl_id)
    assert hospital.accepted(cancel(hospital, person, message["msgid"])) == {}
    assert Settlement.objects.count() == 2
    assert CancelledMessage.objects.get().reversal_id == ""
    assert nothing_moved(hospital, person)


def test_after_the_window_is_closed_the_negative_amounts_fall_into_the_next(
    attendance: Attendance, hospital: Hospital, person: Person, clock: Any
) -> None:
    message = settlement(attendance)
    hospital.accepted(message)
    closed = close_window(METRO)
    clock.advance(timedelta(days=3))
    hospital.accepted(cancel(hospital, person, message["msgid"]))
    code = f"hospital:{hospital.place.code}:fund"
    moved = [
        next(one for one in list_movements(METRO, seq) if one.code == code)
        for seq in (closed.seq, closed.seq + 1)
    ]
    assert [one.movement_fen for one in moved] == [9_045, -9_045]
    assert [one.closing_fen for one in moved] == [9_045, 0]
    assert [window.seq for window in list_windows(METRO)] == [1, 2]
    assert verify_ledger() == []


def test_a_reversal_leaves_a_look_for_the_person(
    attendance: Attendance, hospital: Hospital, person: Person
) -> None:
    message = settlement(attendance)
    hospital.accepted(message)
    before = AccessRecord.objects.count()
    hospital.accepted(cancel(hospital, person, message["msgid"]))
    hospital.accepted(cancel(hospital, person, message["msgid"]))
    found = [row.purpose for row in AccessRecord.objects.order_by("id")[before:]]
    assert found == ["settlement", "2601"]


def test_another_institutions_message_is_refused_by_name(
    attendance: Attendance, hospital: Hospital, person: Person, world: World, unchanged: Any
) -> None:
    message = settlement(attendance)
    hospital.accepted(message)
    other = Hospital(world.at_tier(CITY, "level_2"))
    with unchanged:
        said = other.refused(cancel(other, person, message["msgid"]))
    assert "omsgid" in said
    assert "不是本机构" in said


def test_another_persons_message_is_refused_by_name(
    attendance: Attendance, hospital: Hospital, world: World, unchanged: Any
) -> None:
    message = settlement(attendance)
    hospital.accepted(message)
    other = world.person(XIANGTAN)
    with unchanged:
        said = hospital.refused(cancel(hospital, other, message["msgid"]))
    assert "psn_no" in said
    assert "另一位参保人" in said
    hospital.accepted(cancel(hospital, attendance.person, message["msgid"]))
    with unchanged:
        assert "psn_no" in hospital.refused(cancel(hospital, other, message["msgid"]))


def test_another_transaction_under_the_message_is_refused_by_name(
    attendance: Attendance, hospital: Hospital, person: Person, unchanged: Any
) -> None:
    tried = InterfaceMessage.objects.filter(infno="2204").get()
    with unchanged:
        said = hospital.refused(cancel(hospital, person, tried.msgid))
    assert "oinfno" in said
    assert "2204" in said


@pytest.mark.parametrize(
    ("field", "value"),
    [("oinfno", "2102"), ("oinfno", "2208"), ("omsgid", "1"), ("omsgid", "H4301030000120260302")],
)
def test_what_cannot_be_cancelled_is_refused_by_name(
    attendance: Attendance,
    hospital: Hospital,
    person: Person,
    unchanged: Any,
    field: str,
    value: str,
) -> None:
    message = cancel(hospital, person, settlement(attendance)["msgid"])
    message["input"]["data"][field] = value
    with unchanged:
        assert field in hospital.refused(message)


def test_a_reversal_cannot_name_itself(hospital: Hospital, person: Person, unchanged: Any) -> None:
    message = cancel(hospital, person, "")
    message["input"]["data"]["omsgid"] = message["msgid"]
    with unchanged:
        assert "omsgid" in hospital.refused(message)


def test_whatever_can_be_taken_back_is_looked_up_when_it_comes() -> None:
    """A transaction that 2601 takes back must also be refused when it arrives late."""
    assert set(TAKE_BACK) <= REVERSIBLE
