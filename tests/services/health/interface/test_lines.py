"""Charge lines and stated totals: what is not exact is refused by field, and nothing is stored."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.services.health.public import grant_special_disease
from tests.services.health.building import item_of
from tests.services.health.conftest import CHANGSHA, METRO, XIANGTAN, World
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital

CITY = "430100"


@pytest.fixture
def attendance(world: World, hospital: Hospital) -> Attendance:
    """A visit that was registered and seen."""
    found = Attendance(hospital, world.person())
    found.register()
    found.see()
    return found


@pytest.fixture
def item(world: World, clock) -> str:
    """An item of class A."""
    return item_of(world.book, CITY, "A", clock.now())


def refused(attendance: Attendance, *lines: dict[str, Any]) -> str:
    return attendance.refused("2204", {"feedetail": list(lines)})


@pytest.mark.parametrize(("price", "quantity", "amount"), [
    (12_500_000, 20_000, 2_498),
    (12_500_000, 20_000, 2_502),
    (12_500_000, -20_000, 2_500),
    (3_333_000, 15_000, 502),
    (0, 10_000, 2),
])  # fmt: skip
def test_an_amount_that_is_not_price_times_quantity(
    attendance: Attendance, item: str, unchanged, price: int, quantity: int, amount: int
) -> None:
    line = attendance.line(item, 0, price_micro=price, quantity_e4=quantity, amount_fen=amount)
    with unchanged:
        said = refused(attendance, line)
    assert "det_item_fee_sumamt" in said
    assert "费用明细 1" in said


def test_a_negative_price(attendance: Attendance, item: str, unchanged) -> None:
    line = attendance.line(item, 0, price_micro=-5_000_000, amount_fen=-500)
    with unchanged:
        said = refused(attendance, line)
    assert "feedetail[1].pric" in said
    assert "正数" in said


def test_a_line_beyond_what_can_be_computed(attendance: Attendance, item: str, unchanged) -> None:
    line = attendance.line(item, 0, price_micro=10**15, quantity_e4=10**8, amount_fen=10**15)
    with unchanged:
        said = refused(attendance, line)
    assert "feedetail[1]" in said
    assert "pric×cnt" in said


def test_a_serial_twice_in_a_message(attendance: Attendance, item: str, unchanged) -> None:
    line = attendance.line(item, 100)
    with unchanged:
        said = refused(attendance, line, {**line, "chrg_bchno": "B2"})
    assert "feedetl_sn" in said
    assert "重复" in said


def test_a_serial_twice_in_a_visit(attendance: Attendance, item: str, unchanged) -> None:
    line = attendance.line(item, 100)
    attendance.charge(line)
    with unchanged:
        said = refused(attendance, {**line, "chrg_bchno": "B2"})
        assert "feedetl_sn" in said
    attendance.settle("1.00")
    with unchanged:
        assert "feedetl_sn" in refused(attendance, line)


def test_an_item_that_the_catalogue_does_not_hold(
    attendance: Attendance, item: str, unchanged
) -> None:
    with unchanged:
        said = refused(attendance, attendance.line("X404", 100))
    assert "med_list_codg" in said
    assert "X404" in said


@pytest.mark.parametrize("days", [-400, -40_000])
def test_an_item_on_a_day_before_the_catalogue(
    attendance: Attendance, item: str, unchanged, clock, days: int
) -> None:
    clock.set(datetime(2023, 1, 2, tzinfo=SHANGHAI))
    at = clock.now() + timedelta(days=days)
    with unchanged:
        said = refused(attendance, attendance.line(item, 100, at=at))
    assert "med_list_codg" in said
    assert f"{at:%Y-%m-%d}" in said


@pytest.mark.parametrize("infno", ["2206", "2207"])
def test_a_charge_of_a_month_without_a_limit_is_not_guessed(
    world: World, hospital: Hospital, item: str, unchanged, infno: str
) -> None:
    """The catalogue begins on 2022-10-01, the monthly limits of special diseases in 2023."""
    person = world.person()
    grant_special_disease(
        METRO,
        CHANGSHA,
        person.psn_no,
        "employee",
        disease_code="OPSP-01",
        begins_on=date(2023, 1, 1),
    )
    attendance = Attendance(hospital, person)
    attendance.register()
    attendance.see("14", "OPSP-01")
    at = datetime(2022, 11, 1, 9, tzinfo=SHANGHAI)
    attendance.charge(attendance.line(item, 10_000, at=at))
    trial = attendance.trial_body("100.00")
    stated = dict.fromkeys(STATED[1:], "0.00")
    body = trial if infno == "2206" else bodies.settlement(trial, stated)
    with unchanged:
        said = attendance.refused(infno, body)
    assert "fee_ocur_time" in said
    assert "2022-11-01" in said
    assert "health.special.limit_month" in said


@pytest.mark.parametrize("ahead", [timedelta(seconds=1), timedelta(days=400)])
def test_a_charge_that_lies_ahead(
    attendance: Attendance, item: str, unchanged, clock, ahead: timedelta
) -> None:
    with unchanged:
        said = refused(attendance, attendance.line(item, 100, at=clock.now() + ahead))
    assert "fee_ocur_time" in said
    assert "晚于现在" in said


@pytest.mark.parametrize("name", ["mdtrt_id", "psn_no"])
def test_lines_of_two_visits_or_persons_in_one_message(
    attendance: Attendance, item: str, unchanged, name: str
) -> None:
    lines = [attendance.line(item, 100), {**attendance.line(item, 100), name: "X404"}]
    with unchanged:
        assert f"feedetail[2].{name}" in refused(attendance, *lines)


def test_two_diseases_in_one_batch(attendance: Attendance, item: str, unchanged) -> None:
    lines = [
        {**attendance.line(item, 100), "dise_codg": "OPSP-01"},
        {**attendance.line(item, 100, batch="B2"), "dise_codg": "OPSP-02"},
        {**attendance.line(item, 100), "dise_codg": "OPSP-02"},
    ]
    with unchanged:
        assert "feedetail[3].dise_codg" in refused(attendance, *lines)


def test_a_batch_without_open_lines_cannot_be_dropped_or_settled(
    attendance: Attendance, item: str, unchanged
) -> None:
    attendance.charge(attendance.line(item, 100))
    with unchanged:
        drop = bodies.drop(attendance.person, attendance.mdtrt_id, "B404")
        assert "chrg_bchno" in attendance.refused("2205", drop)
        trial = attendance.trial_body("1.00", batch="B404")
        assert "chrg_bchno" in attendance.refused("2206", trial)


def stated_of(attendance: Attendance, total: str) -> dict[str, Any]:
    body = attendance.trial_body(total)
    return bodies.settlement(body, attendance.call("2206", body)["setlinfo"])


STATED = (
    "medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt",
)  # fmt: skip


@pytest.mark.parametrize("name", STATED)
@pytest.mark.parametrize("wrong", ["1.01", "-1.00", "99999999999999.99"])
def test_a_stated_amount_that_is_not_the_lines(
    attendance: Attendance, item: str, unchanged, name: str, wrong: str
) -> None:
    attendance.charge(attendance.line(item, 10_000))
    body = stated_of(attendance, "100.00")
    body["data"][name] = wrong
    with unchanged:
        said = attendance.refused("2207", body)
    assert name in said
    assert wrong in said


def test_a_trial_states_the_total_of_its_lines(
    attendance: Attendance, item: str, unchanged
) -> None:
    attendance.charge(attendance.line(item, 10_000))
    with unchanged:
        assert "medfee_sumamt" in attendance.refused("2206", attendance.trial_body("99.99"))


@pytest.mark.parametrize("infno", ["2206", "2207"])
def test_a_settlement_is_of_the_category_that_was_recorded(
    attendance: Attendance, item: str, unchanged, infno: str
) -> None:
    attendance.charge(attendance.line(item, 10_000))
    body = attendance.trial_body("100.00") if infno == "2206" else stated_of(attendance, "100.00")
    body["data"]["med_type"] = "14"
    with unchanged:
        assert "med_type" in attendance.refused(infno, body)


def test_a_bill_of_nothing_is_not_settled(attendance: Attendance, item: str, unchanged) -> None:
    attendance.charge(
        attendance.line(item, 100),
        attendance.line(item, 0, price_micro=1_000_000, quantity_e4=-10_000, amount_fen=-100),
    )
    with unchanged:
        assert "medfee_sumamt" in attendance.refused("2206", attendance.trial_body("0.00"))


def test_refunds_may_not_outweigh_charges(attendance: Attendance, item: str, unchanged) -> None:
    attendance.charge(
        attendance.line(item, 0, price_micro=1_000_000, quantity_e4=-10_000, amount_fen=-100)
    )
    with unchanged:
        said = attendance.refused("2206", attendance.trial_body("-1.00"))
    assert "合计为负" in said


def test_a_bill_beyond_what_can_be_computed_is_refused_by_name(
    attendance: Attendance, item: str, unchanged
) -> None:
    """Each line is within bounds; their sum, 99 billion yuan, is not."""
    lines = [
        attendance.line(item, 0, price_micro=9 * 10**14, quantity_e4=10_000, amount_fen=9 * 10**10)
        for _ in range(110)
    ]
    attendance.charge(*lines)
    total = "99000000000.00"
    with unchanged:
        said = attendance.refused("2206", attendance.trial_body(total))
    assert "medfee_sumamt" in said
    assert "超出可以计算的范围" in said


def test_a_hospital_that_is_not_networked_settles_its_own_people_only(
    world: World, clock, item: str, unchanged
) -> None:
    code = next(i.code for i in world.book.institutions() if not i.direct_settlement)
    assert code[1:5] == XIANGTAN[:4]
    hospital = Hospital(world.place(code))
    own = Attendance(hospital, world.person(XIANGTAN), "OP-2")
    own.register()
    own.see()
    own.charge(own.line(item, 10_000))
    own.settle("100.00")
    attendance = Attendance(hospital, world.person(CHANGSHA))
    attendance.register()
    attendance.see()
    attendance.charge(attendance.line(item, 10_000))
    with unchanged:
        said = attendance.refused("2206", attendance.trial_body("100.00"))
    assert "fixmedins_code" in said
    assert "直接结算" in said


def test_a_suspended_insurance_is_refused_with_its_reason(
    world: World, hospital: Hospital, item: str, unchanged
) -> None:
    attendance = Attendance(hospital, world.person(status="2"))
    attendance.register()
    attendance.see()
    attendance.charge(attendance.line(item, 10_000))
    with unchanged:
        said = attendance.refused("2206", attendance.trial_body("100.00"))
    assert "参保状态" in said
