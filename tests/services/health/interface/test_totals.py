"""3201: the totals of a period agree, or the answer says which of them do not (对总账)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.services.health.building import item_of
from tests.services.health.conftest import CHANGSHA, World
from tests.services.health.interface.hospital import Hospital, Json
from tests.services.health.interface.statements import cancel_body, charged, totals_body


@pytest.fixture
def booked(world: World, hospital: Hospital, clock: Any) -> list[Json]:
    """Two settlements at ten and one refund at noon; what the hospital was answered."""
    item = item_of(world.book, "430100", "A", clock.now())
    person = world.person(CHANGSHA, account_fen=10_000)
    answers = []
    for number, fen in enumerate((45_075, 60_000)):
        attendance = charged(hospital, person, item, f"OP-{number}", fen)
        total = f"{fen // 100}.{fen % 100:02d}"
        answers.append(attendance.settle(total, account="1")["setlinfo"])
    clock.advance(timedelta(hours=2))
    answers.append(attendance.reverse(answers[1]["setl_id"])["setlinfo"])
    assert [row["medfee_sumamt"] for row in answers] == ["450.75", "600.00", "-600.00"]
    assert [row["fund_pay_sumamt"] for row in answers] == ["90.45", "360.00", "-360.00"]
    assert [row["acct_pay"] for row in answers] == ["100.00", "0.00", "0.00"]
    return answers


def asked(hospital: Hospital, **stated: str) -> Json:
    """Ask for the totals and return stmtinfo."""
    found: Json = hospital.call("3201", totals_body(hospital, **stated))["stmtinfo"]
    assert found["setl_optins"] == hospital.place.pool
    return found


def stated(total: str, fund: str, account: str, count: int, **more: str) -> dict[str, str]:
    """Return the sums that a message states."""
    return {
        "medfee_sumamt": total,
        "fund_pay_sumamt": fund,
        "acct_pay": account,
        "fixmedins_setl_cnt": str(count),
        **more,
    }


ALL = stated("450.75", "90.45", "100.00", 3)
ONLY_SETTLED = stated("1050.75", "450.45", "100.00", 2, refd_setl_flag="0")
ONLY_REFUNDED = stated("-600.00", "-360.00", "0", 1, refd_setl_flag="1")


@pytest.mark.parametrize("sums", [ALL, ONLY_SETTLED, ONLY_REFUNDED])
def test_equal_totals_are_said_to_be_equal(
    booked: list[Json], hospital: Hospital, sums: dict[str, str]
) -> None:
    found = asked(hospital, **sums)
    assert (found["stmt_rslt"], found["stmt_rslt_dscr"]) == ("0", "相符。")


def test_what_differs_is_named_with_both_values(booked: list[Json], hospital: Hospital) -> None:
    found = asked(hospital, **stated("450.75", "80.45", "100.00", 2))
    assert found["stmt_rslt"] == "1"
    assert found["stmt_rslt_dscr"] == (
        "笔数：医院 2，中心 3；基金支付：医院 80.45，中心 90.45。请用 3202 对明细账。"
    )


def test_the_longest_description_fits_its_field(booked: list[Json], hospital: Hospital) -> None:
    most = "99999999999999.99"
    said = asked(hospital, **stated(most, most, most, 9_999_999_999))["stmt_rslt_dscr"]
    assert len(said) <= 200
    assert said.endswith("请用 3202 对明细账。")


def test_whole_days_by_the_time_of_settlement(
    booked: list[Json], hospital: Hospital, clock: Any
) -> None:
    nothing = stated("0", "0", "0", 0)
    for day in ("2026-03-01", "2026-03-03"):
        period = {"stmt_begndate": day, "stmt_enddate": day}
        assert asked(hospital, **nothing, **period)["stmt_rslt"] == "0"
    period = {"stmt_begndate": "2026-03-01", "stmt_enddate": "2026-03-31"}
    assert asked(hospital, **ALL, **period)["stmt_rslt"] == "0"


def test_each_insurance_and_category_is_asked_for_itself(
    booked: list[Json], hospital: Hospital, world: World
) -> None:
    nothing = stated("0", "0", "0", 0)
    assert asked(hospital, **nothing, insutype="390")["stmt_rslt"] == "0"
    assert asked(hospital, **nothing, clr_type="14")["stmt_rslt"] == "0"
    other = Hospital(world.at_tier("430100", "level_2"))
    assert asked(other, **nothing)["stmt_rslt"] == "0"


def test_what_2601_cancelled_counts_nowhere(
    booked: list[Json], hospital: Hospital, world: World, clock: Any
) -> None:
    item = item_of(world.book, "430100", "A", clock.now())
    person = world.person(CHANGSHA)
    settled = charged(hospital, person, item, "OP-9", 45_075).settle("450.75")["setlinfo"]
    assert asked(hospital, **ALL)["stmt_rslt"] == "1"
    clock.advance(timedelta(days=1))
    body = cancel_body(person, settled["medins_setl_id"])
    hospital.call("2601", body, pool=person.pool)
    assert asked(hospital, **ALL)["stmt_rslt"] == "0"
    period = {"stmt_begndate": "2026-03-03", "stmt_enddate": "2026-03-03"}
    assert asked(hospital, **stated("0", "0", "0", 0), **period)["stmt_rslt"] == "0"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("setl_optins", "430299"),
        ("clr_type", "99"),
        ("insutype", "320"),
        ("refd_setl_flag", "2"),
        ("stmt_begndate", "2026-03-03"),
        ("stmt_begndate", "2025-01-01"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(
    world: World, hospital: Hospital, unchanged: Any, field: str, value: str
) -> None:
    with unchanged:
        body = totals_body(hospital, **{field: value})
        assert field in hospital.refused(hospital.message("3201", body))
