"""Worked example 4 over `/hsa`: a Chengdu employee of 72, six points more, family aid pays first.

And the same person in a community clinic, where 95 % and 6 points are the whole.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rongcheng.foundation.ledger.public import balance
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from tests.services.health.building import item_of
from tests.services.health.conftest import Person, World
from tests.services.health.interface.expected import detail, setl
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.inpatient import Inpatient
from tests.services.health.interface.ledgering import (
    check_books,
    check_negative,
    check_why,
    posted,
)

CITY, CHENGDU = "510100", "510199"
DRUG_B = "XC09CAS00016"
MOMENT = "2026-05-08 10:00:00"
BORN = {"brdy": "1953-11-03", "age": "72"}


@pytest.fixture
def person(chengdu: World, clock: FixedClock) -> Person:
    """A retired employee of Chengdu with 800.00 of family aid."""
    clock.set(datetime(2026, 5, 8, 10, tzinfo=SHANGHAI))
    return chengdu.person(CHENGDU, "employee", "retired", born_on=date(1953, 11, 3), aid_fen=80_000)


def test_example_4_from_admission_to_reversal(
    chengdu: World, person: Person, clock: FixedClock
) -> None:
    hospital = Hospital(chengdu.at_tier(CITY, "level_3"))
    stay = Inpatient(hospital, person)
    stay.admit()
    stay.charge(
        stay.line(item_of(chengdu.book, CITY, "A", clock.now()), 1_287_650),
        stay.line(DRUG_B, 1_012_350),
        stay.line(item_of(chengdu.book, CITY, "C", clock.now()), 45_678),
    )
    stay.discharge()
    settled = stay.settle("23456.78", acct_used_flag="2")
    found = settled["setlinfo"]
    assert found == setl(
        person,
        found,
        **BORN,
        setl_time=MOMENT,
        psn_type="12",
        med_type="2101",
        clr_type="21",
        medfee_sumamt="23456.78",
        fulamt_ownpay_amt="456.78",
        overlmt_selfpay="0.00",
        preselfpay_amt="1012.35",
        inscp_scp_amt="21987.65",
        act_pay_dedc="800.00",
        hifp_pay="19280.76",
        pool_prop_selfpay="0.9100",
        fund_pay_sumamt="19280.76",
        psn_part_amt="4176.02",
        acct_pay="800.00",
        psn_cash_pay="3376.02",
        balc="0.00",
        acct_mulaid_pay="800.00",
    )
    assert settled["setldetail"] == [
        detail("310100", "21987.65", "220000.00", "19280.76"),
        detail("310200", "0.00", "0.00", "800.00"),
    ]
    code = hospital.place.code
    entry = {
        f"fund:{CHENGDU}:310100": -1_928_076,
        f"hospital:{code}:fund": 1_928_076,
        f"aid:{person.psn_no}": -80_000,
        f"hospital:{code}:account": 80_000,
        f"cash:{code}": -337_602,
        f"hospital:{code}:cash": 337_602,
    }
    assert posted(found["setl_id"]) == entry
    steps = (
        2_345_678, 45_678, 101_235, 2_198_765,
        80_000, 2_118_765, 1_928_076, 1_928_076,
        2_345_678, 1_928_076, 417_602, 80_000, 337_602,
    )  # fmt: skip
    check_why(found["setl_id"], steps, {"省", "统筹区"})

    back = stay.reverse(found["setl_id"])
    check_negative(found, back["setlinfo"])
    negative = {account: -amount for account, amount in entry.items()}
    assert posted(back["setlinfo"]["setl_id"]) == negative
    assert balance(f"aid:{person.psn_no}") == 80_000
    check_books()


def test_in_a_community_clinic_the_whole_base_is_paid(
    chengdu: World, person: Person, clock: FixedClock
) -> None:
    hospital = Hospital(chengdu.at_tier(CITY, "primary"))
    stay = Inpatient(hospital, person)
    stay.admit()
    stay.charge(stay.line(item_of(chengdu.book, CITY, "A", clock.now()), 216_000))
    stay.discharge()
    settled = stay.settle("2160.00")
    found = settled["setlinfo"]
    assert found == setl(
        person,
        found,
        **BORN,
        setl_time=MOMENT,
        psn_type="12",
        med_type="2101",
        clr_type="21",
        medfee_sumamt="2160.00",
        fulamt_ownpay_amt="0.00",
        overlmt_selfpay="0.00",
        preselfpay_amt="0.00",
        inscp_scp_amt="2160.00",
        act_pay_dedc="160.00",
        hifp_pay="2000.00",
        pool_prop_selfpay="1.0000",
        fund_pay_sumamt="2000.00",
        psn_part_amt="160.00",
        acct_pay="0.00",
        psn_cash_pay="160.00",
        balc="0.00",
        acct_mulaid_pay="0.00",
    )
    assert [row["fund_payamt"] for row in settled["setldetail"]] == ["2000.00"]
    steps = (216_000, 216_000, 16_000, 200_000, 200_000, 200_000, 216_000, 200_000, 16_000)
    check_why(found["setl_id"], steps, {"省", "统筹区"})
