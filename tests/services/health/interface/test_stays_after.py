"""After a stay is settled: a lost answer, the comparison of the books, and the look at it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from rongcheng.foundation.ledger.public import balance, close_window, list_movements
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.health.domain.lifecycle import VisitState
from rongcheng.services.health.domain.stay_lifecycle import StayState
from rongcheng.services.health.models import CancelledMessage, Settlement, Visit
from tests.services.health.building import item_of
from tests.services.health.conftest import METRO, XIANGTAN, World
from tests.services.health.interface import stay_bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital, Json
from tests.services.health.interface.inpatient import Inpatient
from tests.services.health.interface.ledgering import check_books, posted
from tests.services.health.interface.statements import (
    cancel_body,
    line_of,
    query_body,
    reconcile,
    totals_body,
)

CITY = "430100"
FUND, PERSON = "1425.00", "1575.00"
"""Of 3,000.00: 1,100.00 deductible, 75 % of 1,900.00; the rest is hers."""
EMERGENCY = stay_bodies.flags(OTP_ER_REFL_FLAG="1")


@pytest.fixture
def item(world: World, clock: FixedClock) -> str:
    """An item of class A."""
    return item_of(world.book, CITY, "A", clock.now())


@pytest.fixture
def stay(world: World, hospital: Hospital, item: str) -> Inpatient:
    """A Xiangtan employee's stay in Changsha, discharged with a bill of 3,000.00."""
    found = Inpatient(hospital, world.person(XIANGTAN))
    found.admit()
    found.charge(found.line(item, 300_000))
    found.discharge()
    return found


def settlement(stay: Inpatient, **changes: Any) -> Json:
    """Return the message 2304 of the stay, not sent."""
    body = stay.trial_body("3000.00", **changes)
    made = stay_bodies.stay_settlement(body, stay.call("2303", body)["setlinfo"])
    return stay.hospital.message("2304", made, pool=stay.person.pool)


def cancel(stay: Inpatient, msgid: str, infno: str) -> Json:
    """Return the message 2601, not sent."""
    body = cancel_body(stay.person, msgid, infno)
    return stay.hospital.message("2601", body, pool=stay.person.pool)


def test_a_settlement_of_a_stay_whose_answer_was_lost_is_taken_back(
    stay: Inpatient, unchanged
) -> None:
    hospital = stay.hospital
    message = settlement(stay)
    found = hospital.accepted(message)["setlinfo"]
    assert (found["fund_pay_sumamt"], found["psn_part_amt"]) == (FUND, PERSON)
    asked = cancel(stay, message["msgid"], "2304")
    assert hospital.accepted(asked) == {}
    first, back = Settlement.objects.order_by("id")
    assert back.reverses == first
    assert posted(back.setl_id) == {
        account: -amount for account, amount in posted(first.setl_id).items()
    }
    assert stay.state == StayState.DISCHARGED
    assert CancelledMessage.objects.get().reversal_id == back.setl_id
    with unchanged:
        assert "2601" in hospital.refused(message)
        assert "oinfno" in hospital.refused(cancel(stay, message["msgid"], "2207"))
    # Settled anew under a new message, then taken back by 2305: 2601 only marks it.
    again = {**message, "msgid": hospital.msgid()}
    stay.reverse(hospital.accepted(again)["setlinfo"]["setl_id"])
    assert hospital.accepted(cancel(stay, again["msgid"], "2304")) == {}
    assert Settlement.objects.count() == 4
    check_books()


def test_an_interim_settlement_whose_answer_was_lost_leaves_her_in_hospital(
    stay: Inpatient,
) -> None:
    stay.call("2405", stay.cancel_body())
    message = settlement(stay, interim=True)
    stay.hospital.accepted(message)
    stay.hospital.accepted(cancel(stay, message["msgid"], "2304"))
    assert stay.state == StayState.ADMITTED
    assert Settlement.objects.count() == 2


def test_a_2304_that_comes_after_its_2601_settles_nothing(stay: Inpatient, unchanged) -> None:
    message = settlement(stay)
    stay.hospital.accepted(cancel(stay, message["msgid"], "2304"))
    with unchanged:
        assert "2601" in stay.hospital.refused(message)
    assert stay.state == StayState.DISCHARGED


def test_after_the_window_is_closed_the_negative_amounts_fall_into_the_next(
    stay: Inpatient, clock: FixedClock
) -> None:
    message = settlement(stay)
    stay.hospital.accepted(message)
    closed = close_window(METRO)
    clock.advance(timedelta(days=3))
    stay.hospital.accepted(cancel(stay, message["msgid"], "2304"))
    for code, sign in (("clearing:430399:430199:310100", 1), ("agency:430199", -1)):
        moved = [
            next(one.movement_fen for one in list_movements(METRO, seq) if one.code == code)
            for seq in (closed.seq, closed.seq + 1)
        ]
        assert moved == [sign * 142_500, -sign * 142_500]
        assert balance(code) == 0
    check_books()


def test_an_admission_whose_answer_was_lost_is_cancelled_with_its_merged_visit(
    world: World, hospital: Hospital, item: str, unchanged
) -> None:
    person = world.person()
    visit = Attendance(hospital, person, "OP-E")
    visit.register("2026-03-02 07:00:00")
    visit.see("13", exp=EMERGENCY)
    visit.charge(visit.line(item, 45_075))
    stay = Inpatient(hospital, person)
    message = hospital.message("2401", stay.admission_body(), pool=person.pool)
    stay.mdtrt_id = hospital.accepted(message)["result"]["mdtrt_id"]
    merged = Visit.objects.get(mdtrt_id=visit.mdtrt_id)
    assert merged.state == VisitState.MERGED
    asked = cancel(stay, message["msgid"], "2401")
    assert hospital.accepted(asked) == {}
    assert stay.state == StayState.CANCELLED
    merged.refresh_from_db()
    assert (merged.state, merged.lines.count()) == (VisitState.CHARGED, 1)
    with unchanged:
        assert "2601" in hospital.refused(message)
    # Admitted anew; the visit's own bill is hers to settle until then.
    stay.admit()
    assert stay.serials() == ["1"]


def test_an_admission_with_lines_is_not_cancelled_behind_the_hospitals_back(
    world: World, hospital: Hospital, item: str, unchanged
) -> None:
    stay = Inpatient(hospital, world.person())
    message = hospital.message("2401", stay.admission_body(), pool=stay.person.pool)
    stay.mdtrt_id = hospital.accepted(message)["result"]["mdtrt_id"]
    stay.charge(stay.line(item, 300_000))
    with unchanged:
        assert "2302" in hospital.refused(cancel(stay, message["msgid"], "2401"))


def test_totals_and_details_of_stays_are_compared_under_their_own_category(
    stay: Inpatient, hospital: Hospital
) -> None:
    found = stay.settle("3000.00")["setlinfo"]
    stated = {
        "clr_type": "21",
        "medfee_sumamt": "3000.00",
        "fund_pay_sumamt": FUND,
        "fixmedins_setl_cnt": "1",
    }
    said = hospital.call("3201", totals_body(hospital, **stated))["stmtinfo"]
    assert (said["stmt_rslt"], said["stmt_rslt_dscr"]) == ("0", "相符。")
    nothing = {"clr_type": "11"}
    assert hospital.call("3201", totals_body(hospital, **nothing))["stmtinfo"]["stmt_rslt"] == "0"
    wrong = hospital.call("3201", totals_body(hospital, **stated | {"fund_pay_sumamt": "1425.01"}))
    assert wrong["stmtinfo"]["stmt_rslt_dscr"] == (
        "基金支付：医院 1425.01，中心 1425.00。请用 3202 对明细账。"
    )
    equal = reconcile(hospital, [line_of(found, stay.person)], clr_type="21")
    assert [(row["setl_id"], row["stmt_rslt"]) for row in equal] == [(found["setl_id"], "0")]
    differs = line_of(found, stay.person, fund_pay_sumamt="1425.01")
    (row,) = reconcile(hospital, [differs], clr_type="21")
    assert (row["stmt_rslt"], row["fund_pay_sumamt"]) == ("1", "1425.00")

    back = stay.reverse(found["setl_id"])["setlinfo"]
    both = [line_of(found, stay.person), line_of(back, stay.person, refund=True)]
    rows = reconcile(hospital, both, clr_type="21")
    assert [row["stmt_rslt"] for row in rows] == ["0", "0"]


def test_5203_ends_a_stay_with_its_discharge(stay: Inpatient, item: str, clock: FixedClock) -> None:
    clock.advance(timedelta(days=2))
    found = stay.settle("3000.00")["setlinfo"]
    body = query_body(stay.person, found["setl_id"], stay.mdtrt_id)
    shown = stay.call("5203", body)
    info = shown["setlinfo"]
    assert info["setl_time"] == "2026-03-04 10:00:00"
    assert (info["begndate"], info["enddate"]) == ("2026-03-02", "2026-03-02")
    assert (info["med_type"], info["clr_type"]) == ("2101", "21")
    assert (info["fund_pay_sumamt"], info["psn_pay"]) == (FUND, PERSON)
    assert [row["fund_payamt"] for row in shown["setldetail"]] == [FUND]
    back = stay.reverse(found["setl_id"])["setlinfo"]
    note = stay.call("5203", body)["setldetail"][0]["setl_proc_info"]
    assert back["setl_id"] in note


def test_5203_ends_an_interim_settlement_with_itself(stay: Inpatient) -> None:
    stay.call("2405", stay.cancel_body())
    found = stay.settle("3000.00", interim=True)["setlinfo"]
    shown = stay.call("5203", query_body(stay.person, found["setl_id"], stay.mdtrt_id))
    assert shown["setlinfo"]["enddate"] == "2026-03-02"
