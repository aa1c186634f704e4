"""Worked example 2 over `/hsa`: a Changsha retiree's second stay, and the large-amount fund pays.

The first admission is settled over the interface too; it leaves what the example begins with.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from rongcheng.foundation.ledger.public import balance
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.health.models import AdmissionTotals, YearTotals
from tests.services.health.building import item_of
from tests.services.health.conftest import CHANGSHA, World
from tests.services.health.interface.expected import detail, setl
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.inpatient import Inpatient
from tests.services.health.interface.ledgering import (
    check_books,
    check_negative,
    check_why,
    posted,
)

CITY, TIER = "430100", "provincial"
DRUG_B = "XC09CAS00016"
BEFORE = {"deductible": 160_000, "own": 798_000, "pool": 2_906_444}


def totals(psn_no: str) -> dict[str, int]:
    """Return what the year holds so far."""
    year = YearTotals.objects.get(psn_no=psn_no, year=2026)
    return {
        "deductible": year.inpatient_deductible_fen,
        "own": year.counted_own_fen,
        "pool": year.basic_fen,
    }


def second_stay(world: World, clock: FixedClock) -> Inpatient:
    """Settle a first stay in March, and bring a second one to its discharge in June."""
    hospital = Hospital(world.at_tier(CITY, TIER))
    person = world.person(CHANGSHA, "employee", "retired")
    item_a = item_of(world.book, CITY, "A", clock.now())
    first = Inpatient(hospital, person, "IP-1")
    first.admit()
    first.charge(first.line(item_a, 3_704_444))
    first.discharge()
    first.settle("37044.44")
    assert totals(person.psn_no) == BEFORE

    clock.set(datetime(2026, 6, 20, 10, tzinfo=SHANGHAI))
    stay = Inpatient(hospital, person, "IP-2")
    stay.admit(at="2026-06-10 09:00:00")
    stay.charge(
        stay.line(item_a, 2_081_846),
        stay.line(DRUG_B, 3_500_000),
        stay.line(item_of(world.book, CITY, "C", clock.now()), 418_154),
    )
    stay.discharge()
    return stay


def test_example_2_from_admission_to_reversal(world: World, clock: FixedClock) -> None:
    stay = second_stay(world, clock)
    person, code = stay.person, stay.hospital.place.code
    settled = stay.settle("60000.00")
    found = settled["setlinfo"]
    assert found == setl(
        person,
        found,
        setl_time="2026-06-20 10:00:00",
        psn_type="12",
        med_type="2101",
        clr_type="21",
        medfee_sumamt="60000.00",
        fulamt_ownpay_amt="4181.54",
        overlmt_selfpay="0.00",
        preselfpay_amt="3500.00",
        inscp_scp_amt="52318.46",
        act_pay_dedc="400.00",
        hifp_pay="42573.14",
        hifob_pay="1552.79",
        pool_prop_selfpay="0.8200",
        fund_pay_sumamt="44125.93",
        psn_part_amt="15874.07",
        acct_pay="0.00",
        psn_cash_pay="15874.07",
        balc="0.00",
        acct_mulaid_pay="0.00",
    )
    assert settled["setldetail"] == [
        detail("310100", "52318.46", "120935.56", "42573.14"),
        detail("310300", "52318.46", "0.00", "1552.79"),
    ]
    entry = {
        "fund:430199:310100": -4_257_314,
        "fund:430199:310300": -155_279,
        f"hospital:{code}:fund": 4_412_593,
        f"cash:{code}": -1_587_407,
        f"hospital:{code}:cash": 1_587_407,
    }
    assert posted(found["setl_id"]) == entry
    steps = (
        6_000_000, 418_154, 350_000, 5_231_846,
        40_000, 5_191_846, 4_257_314, 4_257_314, 155_279,
        6_000_000, 4_412_593, 1_587_407,
    )  # fmt: skip
    check_why(found["setl_id"], steps, {"省"})
    assert balance("fund:430199:310300") == -155_279

    clock.advance(timedelta(days=1))
    back = stay.reverse(found["setl_id"])
    check_negative(found, back["setlinfo"])
    assert [(row["fund_pay_type"], row["fund_payamt"]) for row in back["setldetail"]] == [
        ("310100", "-42573.14"),
        ("310300", "-1552.79"),
    ]
    negative = {account: -amount for account, amount in entry.items()}
    assert posted(back["setlinfo"]["setl_id"]) == negative
    assert totals(person.psn_no) == BEFORE
    assert AdmissionTotals.objects.get(psn_no=person.psn_no, tier=TIER).admissions == 1
    check_books()
