"""Worked example 3 over `/hsa`: a Chengdu resident of the high tier in a hospital of Deyang.

No filing, no cut, and the deductible is what it is at home.
"""

from __future__ import annotations

from datetime import datetime

from rongcheng.foundation.ledger.public import balance
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from tests.services.health.building import item_of
from tests.services.health.conftest import World
from tests.services.health.interface.expected import detail, setl
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.inpatient import Inpatient
from tests.services.health.interface.ledgering import (
    check_books,
    check_negative,
    check_why,
    posted,
)

CITY, CHENGDU, DEYANG = "510600", "510199", "510699"
DRUG_B = "XC09CAS00016"


def test_example_3_from_admission_to_reversal(chengdu: World, clock: FixedClock) -> None:
    clock.set(datetime(2026, 4, 15, 10, tzinfo=SHANGHAI))
    hospital = Hospital(chengdu.at_tier(CITY, "level_3"))
    person = chengdu.person(CHENGDU, "resident", "adult", premium="high")
    stay = Inpatient(hospital, person)
    stay.admit()
    stay.charge(
        stay.line(item_of(chengdu.book, CITY, "A", clock.now()), 730_525),
        stay.line(DRUG_B, 512_075),
        stay.line(item_of(chengdu.book, CITY, "C", clock.now()), 284_880),
    )
    stay.discharge()
    settled = stay.settle("15274.80")
    found = settled["setlinfo"]
    assert found == setl(
        person,
        found,
        setl_time="2026-04-15 10:00:00",
        psn_type="15",
        med_type="2101",
        clr_type="21",
        medfee_sumamt="15274.80",
        fulamt_ownpay_amt="2848.80",
        overlmt_selfpay="0.00",
        preselfpay_amt="512.08",
        inscp_scp_amt="11913.92",
        act_pay_dedc="500.00",
        hifp_pay="7761.47",
        pool_prop_selfpay="0.6800",
        fund_pay_sumamt="7761.47",
        psn_part_amt="7513.33",
        acct_pay="0.00",
        psn_cash_pay="7513.33",
        balc="0.00",
        acct_mulaid_pay="0.00",
    )
    assert settled["setldetail"] == [detail("390100", "11913.92", "179800.00", "7761.47")]
    code = hospital.place.code
    entry = {
        f"fund:{CHENGDU}:390100": -776_147,
        f"hospital:{code}:fund": 776_147,
        f"clearing:{CHENGDU}:{DEYANG}:390100": 776_147,
        f"agency:{DEYANG}": -776_147,
        f"cash:{code}": -751_333,
        f"hospital:{code}:cash": 751_333,
    }
    assert posted(found["setl_id"]) == entry
    steps = (
        1_527_480, 284_880, 51_208, 1_191_392,
        50_000, 1_141_392, 776_147, 776_147,
        1_527_480, 776_147, 751_333,
    )  # fmt: skip
    check_why(found["setl_id"], steps, {"省", "统筹区"})

    back = stay.reverse(found["setl_id"])
    check_negative(found, back["setlinfo"])
    negative = {account: -amount for account, amount in entry.items()}
    assert posted(back["setlinfo"]["setl_id"]) == negative
    assert balance(f"clearing:{CHENGDU}:{DEYANG}:390100") == 0
    check_books()
