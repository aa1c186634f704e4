"""Worked example 1 over `/hsa`: a Xiangtan employee's stay in a Changsha level-3 hospital.

Lines, catalogue and price cap are Changsha's; deductible, ratio and cut Xiangtan's.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from rongcheng.foundation.ledger.public import balance
from rongcheng.policy.editions import publish
from rongcheng.services.health.domain.stay_lifecycle import StayState
from rongcheng.services.health.models import YearTotals
from tests.services.health.building import item_of
from tests.services.health.cases.books import pack_for
from tests.services.health.cases.telling import Change
from tests.services.health.conftest import METRO, XIANGTAN, World
from tests.services.health.interface.expected import SETL_ORDER, detail, result, setl
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.inpatient import Inpatient
from tests.services.health.interface.ledgering import (
    check_books,
    check_negative,
    check_why,
    posted,
)

CITY = "430100"
DRUG_B, DEVICE = "XC09CAS00016", "C0101S00007"
"""Valsartan, class B; an artificial hip joint, class B with a price cap of 10,000.00."""
WHOLE = {
    "psn_type": "11",
    "med_type": "2101",
    "clr_type": "21",
    "medfee_sumamt": "42684.28",
    "fulamt_ownpay_amt": "1365.40",
    "overlmt_selfpay": "2800.00",
    "preselfpay_amt": "1987.65",
    "inscp_scp_amt": "36531.23",
    "act_pay_dedc": "1100.00",
}


@pytest.fixture
def stay_of(world: World, hospital: Hospital, clock) -> Callable[..., Inpatient]:
    """Return a function that takes a Xiangtan employee through 2401, 2301 and 2402."""

    def walk(account_fen: int) -> Inpatient:
        stay = Inpatient(hospital, world.person(XIANGTAN, account_fen=account_fen))
        stay.admit()
        item_a = item_of(world.book, CITY, "A", clock.now())
        item_c = item_of(world.book, CITY, "C", clock.now())
        lines = [
            stay.line(item_a, 1_864_235),
            stay.line(DRUG_B, 987_653),
            stay.line(DEVICE, 1_280_000),
            stay.line(item_c, 136_540),
        ]
        answered = stay.charge(*lines)
        for sent, found in zip(lines, answered, strict=True):
            own = {name: found[name] for name in ("chrgitm_lv", "med_chrgitm_type")}
            assert found == result(sent, **own, **SPLIT[sent["feedetl_sn"]])
        stay.discharge()
        return stay

    return walk


SPLIT = {
    "1": {"inscp_scp_amt": "18642.35"},
    "2": {"selfpay_prop": "0.1000", "preselfpay_amt": "987.65", "inscp_scp_amt": "8888.88"},
    "3": {
        "pric_uplmt_amt": "10000.000000",
        "selfpay_prop": "0.1000",
        "overlmt_amt": "2800.00",
        "preselfpay_amt": "1000.00",
        "inscp_scp_amt": "9000.00",
    },
    "4": {"fulamt_ownpay_amt": "1365.40"},
}


def test_example_1_from_admission_to_reversal(stay_of: Callable[..., Inpatient]) -> None:
    stay = stay_of(234_567)
    person, code = stay.person, stay.hospital.place.code
    settled = stay.settle("42684.28", acct_used_flag="1")
    found = settled["setlinfo"]
    assert sorted(found) == sorted(SETL_ORDER)
    assert found == setl(
        person,
        found,
        **WHOLE,
        hifp_pay="26573.42",
        pool_prop_selfpay="0.7500",
        fund_pay_sumamt="26573.42",
        psn_part_amt="16110.86",
        acct_pay="2345.67",
        psn_cash_pay="13765.19",
        balc="0.00",
        acct_mulaid_pay="0.00",
    )
    assert settled["setldetail"] == [
        detail("310100", "36531.23", "150000.00", "26573.42"),
        detail("310200", "0.00", "0.00", "2345.67"),
    ]
    entry = {
        "fund:430399:310100": -2_657_342,
        f"hospital:{code}:fund": 2_657_342,
        "clearing:430399:430199:310100": 2_657_342,
        "agency:430199": -2_657_342,
        f"account:{person.psn_no}": -234_567,
        f"hospital:{code}:account": 234_567,
        f"cash:{code}": -1_376_519,
        f"hospital:{code}:cash": 1_376_519,
    }
    assert posted(found["setl_id"]) == entry
    assert stay.state == StayState.SETTLED

    back = stay.reverse(found["setl_id"])
    check_negative(found, back["setlinfo"])
    assert [row["fund_payamt"] for row in back["setldetail"]] == ["-26573.42", "-2345.67"]
    negative = {account: -amount for account, amount in entry.items()}
    assert posted(back["setlinfo"]["setl_id"]) == negative
    assert stay.state == StayState.DISCHARGED
    assert balance(f"account:{person.psn_no}") == 234_567
    year = YearTotals.objects.get(psn_no=person.psn_no)
    assert (year.basic_fen, year.inpatient_deductible_fen, year.counted_own_fen) == (0, 0, 0)
    check_books()


def test_why_shows_every_step_with_layer_and_document(stay_of: Callable[..., Inpatient]) -> None:
    setl_id = stay_of(234_567).settle("42684.28", acct_used_flag="1")["setlinfo"]["setl_id"]
    steps = (
        # Total, class C, over the cap, prepay, in scope.
        4_268_428, 136_540, 280_000, 198_765, 3_653_123,
        # Deductible, base, by ratio, the pool's share; total, fund, person, account, cash.
        110_000, 3_543_123, 2_657_342, 2_657_342,
        4_268_428, 2_657_342, 1_611_086, 234_567, 1_376_519,
    )  # fmt: skip
    check_why(setl_id, steps, {"省", "城际协议"})


def test_with_parity_in_the_metro_nothing_is_cut(
    world: World, stay_of: Callable[..., Inpatient]
) -> None:
    no_cut = Change(
        "health.offsite.cut",
        "agreement:czt-no-filing",
        date(2025, 1, 1),
        {"inpatient": {"other": 0}},
    )
    publish(pack_for(METRO, (no_cut,)), by="test")
    stay = stay_of(0)
    settled = stay.settle("42684.28")
    assert settled["setlinfo"] == setl(
        stay.person,
        settled["setlinfo"],
        **WHOLE,
        hifp_pay="30116.55",
        pool_prop_selfpay="0.8500",
        fund_pay_sumamt="30116.55",
        psn_part_amt="12567.73",
        acct_pay="0.00",
        psn_cash_pay="12567.73",
        balc="0.00",
        acct_mulaid_pay="0.00",
    )
    assert settled["setldetail"] == [detail("310100", "36531.23", "150000.00", "30116.55")]
    check_books()
