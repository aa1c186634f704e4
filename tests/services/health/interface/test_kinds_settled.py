"""Each category of a visit walked once over `/hsa`, and 2001 asked for every category."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from rongcheng.foundation.ledger.public import balance
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.health.interface.kinds import OUTPATIENT_KINDS, STAY_KINDS
from rongcheng.services.health.public import grant_special_disease
from tests.services.health.building import item_of
from tests.services.health.conftest import CHANGSHA, METRO, XIANGTAN, Person, World
from tests.services.health.interface import bodies, stay_bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.expected import detail, setl
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.ledgering import check_books

CITY, CHENGDU = "430100", "510199"
EMERGENCY = stay_bodies.flags(OTP_ER_REFL_FLAG="1")
NOBODY_LIABLE = stay_bodies.flags(TRUM_FLAG="1", REL_TTP_FLAG="0")


class Walk(NamedTuple):
    """One category: how it is told, who is treated, and what the bill comes to."""

    kind: str
    exp: str
    fen: int
    total: str
    psn_type: str
    clr_type: str
    deductible: str
    ratio: str
    fund_type: str
    limit: str
    fund: str
    person: str


RESCUED = Walk(
    "1301", "", 45_075, "450.75", "11", "13", "300.00", "0.5500", "310102", "1500.00",
    "82.91", "367.84",
)  # fmt: skip
EMERGENT = RESCUED._replace(kind="13", exp=EMERGENCY)
PRENATAL = Walk(
    "51", "", 45_075, "450.75", "11", "53", "0.00", "1.0000", "510100", "1500.00", "450.75", "0.00"
)
TWO_DISEASES = Walk(
    "9901", "", 8_000, "80.00", "16", "15", "0.00", "0.7000", "390102", "360.00", "56.00", "24.00"
)
ACCIDENT = Walk(
    "9903", NOBODY_LIABLE, 85_000, "850.00", "15", "22", "50.00", "0.9000", "390102", "800.00",
    "720.00", "130.00",
)  # fmt: skip


def walk(hospital: Hospital, person: Person, item: str, case: Walk, disease: str = "NONE") -> None:
    """Take a visit of a category from 2201 to 2208, each amount against its literal."""
    visit = Attendance(hospital, person)
    visit.register()
    visit.see(case.kind, disease, exp=case.exp)
    visit.charge(visit.line(item, case.fen))
    settled = visit.settle(case.total)
    found = settled["setlinfo"]
    assert found == setl(
        person,
        found,
        psn_type=case.psn_type,
        med_type=case.kind,
        clr_type=case.clr_type,
        medfee_sumamt=case.total,
        fulamt_ownpay_amt="0.00",
        overlmt_selfpay="0.00",
        preselfpay_amt="0.00",
        inscp_scp_amt=case.total,
        act_pay_dedc=case.deductible,
        hifp_pay=case.fund,
        pool_prop_selfpay=case.ratio,
        fund_pay_sumamt=case.fund,
        psn_part_amt=case.person,
        acct_pay="0.00",
        psn_cash_pay=case.person,
        balc="0.00",
        acct_mulaid_pay="0.00",
    )
    assert settled["setldetail"] == [detail(case.fund_type, case.total, case.limit, case.fund)]
    account = f"fund:{person.pool}:{case.fund_type}"
    assert balance(account) == -int(case.fund.replace(".", ""))
    back = visit.reverse(found["setl_id"])["setlinfo"]
    assert back["fund_pay_sumamt"] == f"-{case.fund}"
    assert balance(account) == 0
    check_books()


@pytest.mark.parametrize("case", [EMERGENT, RESCUED], ids=["13", "1301"])
def test_an_emergency_away_from_home_is_deemed_filed_and_cut_by_five_points(
    world: World, hospital: Hospital, clock: FixedClock, case: Walk
) -> None:
    walk(hospital, world.person(XIANGTAN), item_of(world.book, CITY, "A", clock.now()), case)


def test_prenatal_care_is_paid_by_the_maternity_fund(
    world: World, hospital: Hospital, clock: FixedClock
) -> None:
    walk(hospital, world.person(), item_of(world.book, CITY, "A", clock.now()), PRENATAL)


def test_two_diseases_have_a_limit_of_their_own(world: World, clock: FixedClock) -> None:
    hospital = Hospital(world.at_tier(CITY, "primary"))
    person = world.person(CHANGSHA, "resident", "senior")
    grant_special_disease(
        METRO, CHANGSHA, person.psn_no, "resident", disease_code="LB-01",
        begins_on=date(2026, 1, 1),
    )  # fmt: skip
    item = item_of(world.book, CITY, "A", clock.now())
    walk(hospital, person, item, TWO_DISEASES, "LB-01")


def test_an_accident_has_a_limit_of_its_own(chengdu: World, clock: FixedClock) -> None:
    hospital = Hospital(chengdu.at_tier("510100", "level_2"))
    person = chengdu.person(CHENGDU, "resident", "adult", premium="low")
    walk(hospital, person, item_of(chengdu.book, "510100", "A", clock.now()), ACCIDENT)


MATERNITY = {"51", "52"}
RESIDENTS_ONLY = {"9901", "9903", "2106", "2107"}
OUTPATIENT = {"11", "13", "1301", "51", "9901", "9903"}
NOT_PUBLISHED = ("9903", "resident")
"""For a resident's accident no value was found in these three cities."""
EVERY = [
    (kind, scheme)
    for kind in sorted((*OUTPATIENT_KINDS, *STAY_KINDS))
    for scheme in ("employee", "resident")
    if (kind, scheme) != NOT_PUBLISHED
]


@pytest.mark.parametrize(("kind", "scheme"), EVERY)
def test_2001_answers_for_every_category(
    world: World, hospital: Hospital, kind: str, scheme: str
) -> None:
    standing = "in_service" if scheme == "employee" else "adult"
    person = world.person(CHANGSHA, scheme, standing)
    body = bodies.entitlement(person, hospital.place.code, kind)
    (row,) = Attendance(hospital, person).call("2001", body)["trtinfo"]
    # Without a grant, outside the scheme, or at a tier that is not covered.
    other = MATERNITY if scheme == "resident" else RESIDENTS_ONLY
    uncovered = scheme == "resident" and kind in {"11", "13", "1301"}
    refused = kind in {"14", "9901"} or kind in other or uncovered
    assert row["trt_enjymnt_flag"] == ("0" if refused else "1"), row
    assert bool(row["trt_chk_rslt"]) == refused
    first, second = ("310", "390")[scheme == "resident"], ("100", "102")[kind in OUTPATIENT]
    maternity = kind in MATERNITY and scheme == "employee"
    assert row["fund_pay_type"] == ("510100" if maternity else first + second)


def test_where_no_value_is_published_2001_says_which(
    world: World, hospital: Hospital, unchanged
) -> None:
    person = world.person(CHANGSHA, "resident", "adult")
    body = bodies.entitlement(person, hospital.place.code, "9903")
    with unchanged:
        assert "accident" in Attendance(hospital, person).refused("2001", body)
