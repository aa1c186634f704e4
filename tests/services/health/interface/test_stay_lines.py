"""Charge lines of a stay: returns that mirror their original, lines taken back, all or none."""

from __future__ import annotations

import pytest

from rongcheng.services.health.domain.stay_lifecycle import StayState
from rongcheng.services.health.models import ChargeLine
from tests.services.health.building import item_of
from tests.services.health.conftest import World
from tests.services.health.interface import stay_bodies
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.inpatient import Inpatient

CITY = "430100"


@pytest.fixture
def item(world: World, clock) -> str:
    """An item of class A."""
    return item_of(world.book, CITY, "A", clock.now())


@pytest.fixture
def stay(world: World, hospital: Hospital) -> Inpatient:
    """A stay that began."""
    found = Inpatient(hospital, world.person())
    found.admit()
    return found


def three(stay: Inpatient, item: str):
    """Return a line of three pieces at 100.00."""
    return stay.line(item, 10_000, quantity_e4=30_000, amount_fen=30_000)


def test_a_return_is_taken_against_its_original(stay: Inpatient, item: str) -> None:
    sent = three(stay, item)
    stay.charge(sent)
    row = stay.charge(stay.back(sent, 2))[0]
    assert (row["det_item_fee_sumamt"], row["inscp_scp_amt"]) == ("-200.00", "-200.00")
    assert ChargeLine.objects.get(serial="2").original == ChargeLine.objects.get(serial="1")
    stay.charge(stay.back(sent, 1))
    assert sum(line.in_scope_fen for line in ChargeLine.objects.all()) == 0


def test_a_return_may_come_with_its_original_in_one_message(stay: Inpatient, item: str) -> None:
    sent = three(stay, item)
    returned = stay.back(sent, 3)
    rows = stay.charge(returned, sent)
    assert [row["feedetl_sn"] for row in rows] == ["2", "1"]
    assert ChargeLine.objects.get(serial="2").original.serial == "1"


def test_more_than_what_is_left_cannot_be_returned(stay: Inpatient, item: str, unchanged) -> None:
    sent = three(stay, item)
    stay.charge(sent, stay.back(sent, 1))
    with unchanged:
        said = stay.refused_lines(stay.back(sent, 3))
        assert "只剩数量 2.0000 可退" in said
        said = stay.refused_lines(stay.back(sent, 2), stay.back(sent, 1))
        assert "只剩数量 0.0000 可退" in said
    assert said.startswith("字段 init_feedetl_sn：")
    stay.charge(stay.back(sent, 2))


def test_a_return_must_be_the_mirror_of_its_original(
    world: World, stay: Inpatient, item: str, clock, unchanged
) -> None:
    sent = three(stay, item)
    stay.charge(sent)
    other = item_of(world.book, CITY, "C", clock.now())
    price = {"price_micro": 99_990_000, "amount_fen": -9_999}
    with unchanged:
        assert "项目" in stay.refused_lines(stay.back(sent, med_list_codg=other))
        assert "单价" in stay.refused_lines(stay.back(sent, **price))
        assert "审批" in stay.refused_lines(stay.back(sent, hosp_appr_flag="2"))
        short = stay.back(sent, 3, amount_fen=-29_999)
        assert "-300.00" in stay.refused_lines(short)


def test_a_return_without_approval_has_that_of_its_original(stay: Inpatient, item: str) -> None:
    sent = stay.line(item, 10_000, hosp_appr_flag="2")
    stay.charge(sent)
    row = stay.charge(stay.back(sent))[0]
    assert (row["fulamt_ownpay_amt"], row["inscp_scp_amt"]) == ("-100.00", "0.00")


def test_a_return_names_a_charge_of_this_stay(
    world: World, hospital: Hospital, stay: Inpatient, item: str, unchanged
) -> None:
    other = Inpatient(hospital, world.person())
    other.admit()
    other.serial = 40
    theirs = three(other, item)
    other.charge(theirs)
    sent = three(stay, item)
    back = stay.back(sent)
    stay.charge(sent, back)
    with unchanged:
        assert "没有原费用 41" in stay.refused_lines(stay.back(theirs))
        assert "本身不是收费" in stay.refused_lines(stay.back(sent, returns="2"))
        assert "必填" in stay.refused_lines(stay.back(sent, returns=""))
        assert "必填" in stay.refused_lines(stay.back(sent, returns="0"))
        assert "退费" in stay.refused_lines(stay.line(item, 100, returns="1"))


def test_an_empty_original_may_be_sent_as_nought(stay: Inpatient, item: str) -> None:
    stay.charge(stay.line(item, 100, returns="0"))
    assert stay.serials() == ["1"]


def test_lines_of_another_category_visit_or_person_are_refused(
    world: World, stay: Inpatient, item: str, unchanged
) -> None:
    stranger = world.person()
    with unchanged:
        said = stay.refused_lines(stay.line(item, 100, med_type="22"))
        assert said.startswith("字段 med_type：")
        assert "2101" in said
        assert "input.feedetail[1].med_type" in stay.refused_lines(
            stay.line(item, 100, med_type="11")
        )
        second = stay.line(item, 100, psn_no=stranger.psn_no)
        assert "input.feedetail[2].psn_no" in stay.refused_lines(stay.line(item, 100), second)
        second = {**stay.line(item, 100), "mdtrt_id": "V404"}
        assert "input.feedetail[2].mdtrt_id" in stay.refused_lines(stay.line(item, 100), second)


def test_a_serial_stands_for_one_line_of_the_stay(stay: Inpatient, item: str, unchanged) -> None:
    sent = stay.line(item, 100)
    stay.charge(sent)
    with unchanged:
        assert "feedetl_sn" in stay.refused_lines(stay.line(item, 100), sent)


def test_five_hundred_lines_go_into_one_message(stay: Inpatient, item: str) -> None:
    # Every field written out, as the longest message has it.
    lines = [stay.line(item, 100) for _ in range(500)]
    assert len(stay.charge(*lines)) == 500


def test_lines_are_taken_back_one_by_one_or_all(stay: Inpatient, item: str) -> None:
    lines = [stay.line(item, 100) for _ in range(4)]
    stay.charge(*lines)
    assert stay.drop("2", "4") == {}
    assert stay.serials() == ["1", "3"]
    stay.drop()
    assert stay.serials() == []
    stay.charge(*lines)
    assert stay.serials() == ["1", "2", "3", "4"]
    assert stay.state == StayState.ADMITTED


def test_lines_are_taken_back_all_or_none(stay: Inpatient, item: str, unchanged) -> None:
    body = stay_bodies.stay_drop(stay.person, stay.mdtrt_id)
    with unchanged:
        assert "0000" in stay.refused("2302", body)
    stay.charge(stay.line(item, 100))
    with unchanged:
        body = stay_bodies.stay_drop(stay.person, stay.mdtrt_id, "1", "9")
        said = stay.refused("2302", body)
    assert said.startswith("字段 feedetl_sn：费用明细 9 撤不了")


def test_a_line_goes_only_with_the_returns_that_name_it(
    stay: Inpatient, item: str, unchanged
) -> None:
    sent = three(stay, item)
    stay.charge(sent, stay.back(sent))
    with unchanged:
        body = stay_bodies.stay_drop(stay.person, stay.mdtrt_id, "1")
        assert "还有退费明细" in stay.refused("2302", body)
    stay.drop("1", "2")
    assert stay.serials() == []


def test_rows_of_two_stays_cannot_be_taken_back_at_once(
    stay: Inpatient, item: str, unchanged
) -> None:
    stay.charge(stay.line(item, 100))
    body = stay_bodies.stay_drop(stay.person, stay.mdtrt_id, "1", "2")
    body["data"][1]["mdtrt_id"] = "V404"
    with unchanged:
        assert "input.data[2].mdtrt_id" in stay.refused("2302", body)


def test_lines_may_come_and_go_after_discharge(stay: Inpatient, item: str) -> None:
    stay.discharge()
    stay.charge(stay.line(item, 100), stay.line(item, 200))
    stay.drop("1")
    assert stay.serials() == ["2"]
    assert stay.state == StayState.DISCHARGED
