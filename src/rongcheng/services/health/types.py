"""What passes between this room's actions, its doors and its pages: plain, frozen values."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from rongcheng.services.health.assessing.assessment import Assessment
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals, ChargeFacts
from rongcheng.services.health.assessing.filing_terms import FilingOnRecord
from rongcheng.services.health.assessing.stay_facts import StayFacts
from rongcheng.services.health.domain.types import STAYS, CareKind, Scheme, SettledAmounts

EMPLOYEE_POOL, RESIDENT_POOL = "310100", "390100"
EMPLOYEE_OUTPATIENT, RESIDENT_OUTPATIENT = "310102", "390102"
MATERNITY_FUND = "510100"
LARGE_AMOUNT, CATASTROPHIC = "310300", "390200"
CIVIL_SERVANTS, ASSISTANCE = "320100", "610100"

_BY_POOL = {Scheme.EMPLOYEE: EMPLOYEE_POOL, Scheme.RESIDENT: RESIDENT_POOL}
_BY_OUTPATIENT = {Scheme.EMPLOYEE: EMPLOYEE_OUTPATIENT, Scheme.RESIDENT: RESIDENT_OUTPATIENT}
_MATERNITY_KINDS = frozenset({CareKind.PRENATAL, CareKind.MATERNITY_STAY})


def fund_type_of(insutype: int, kind: int) -> str:
    """Return the fund (基金支付类型) that pays first, by insurance type and kind of care.

    Source: dictionary fund_pay_type, interface V1.1.27; maternity is the employees' (ADR 0017).
    """
    scheme, care = Scheme(insutype), CareKind(kind)
    if care in _MATERNITY_KINDS and scheme is Scheme.EMPLOYEE:
        return MATERNITY_FUND
    if care in STAYS or care is CareKind.SPECIAL_DISEASE:
        return _BY_POOL[scheme]
    return _BY_OUTPATIENT[scheme]


def funds_of(fund_type: str, amounts: SettledAmounts) -> tuple[tuple[str, int], ...]:
    """Return what each fund pays of a settlement, the first layer first; none that pays nothing."""
    parts = (
        (fund_type, amounts.pool_fen),
        (LARGE_AMOUNT, amounts.large_fen),
        (CATASTROPHIC, amounts.catastrophic_fen),
        (CIVIL_SERVANTS, amounts.civil_servant_fen),
        (ASSISTANCE, amounts.assistance_fen),
    )
    return tuple((fund, paid) for fund, paid in parts if paid)


CLR_TYPES = {
    "1301": "13",
    "51": "53",
    "9901": "15",
    "9903": "22",
    "2101": "21",
    "2106": "21",
    "2107": "21",
    "52": "21",
}
"""Clearing category (clr_type) of a category of care where the two differ. Source: V1.1.27; for
births, whose inpatient clearing the table does not name, the inpatient one (ADR 0019)."""


def clr_type_of(med_type: str) -> str:
    """Return the clearing category under which a category of care is cleared."""
    return CLR_TYPES.get(med_type, med_type)


def med_types_of(clr_type: str) -> tuple[str, ...]:
    """Return the categories of care that are cleared under a category, its own name among them.

    >>> med_types_of("13"), med_types_of("14")
    (('13', '1301'), ('14',))
    """
    own = () if clr_type in CLR_TYPES else (clr_type,)
    return (*own, *(kind for kind, cleared in CLR_TYPES.items() if cleared == clr_type))


class Place(NamedTuple):
    """The institution that serves: as much of it as a settlement needs."""

    code: str
    metro: str
    name: str
    city: str
    district: str
    pool: str
    tier: str
    direct_settlement: bool
    kind: str = "hospital"


class Charge(NamedTuple):
    """A charge line at the door: what the rule counts with, and what only storage keeps."""

    facts: ChargeFacts
    batch: str
    occurred_at: datetime
    own_code: str
    disease_code: str


class SettlementRequest(NamedTuple):
    """A request to settle: who, what kind of care, which lines, which account may pay.

    `begun_on` is the day of registration, None for care that is settled as it comes; `stay` is
    there for a stay.
    """

    psn_no: str
    kind: int
    disease_code: str
    charges: tuple[Charge, ...]
    account_use: int
    request_id: str
    request_hash: bytes
    stated_total_fen: int | None = None
    voucher_type: str = ""
    batch: str = ""
    begun_on: date | None = None
    stay: StayFacts | None = None


class Insured(NamedTuple):
    """The insured person with this moment's balances and totals, as read under her lock."""

    person_id: UUID
    metro: str
    psn_no: str
    name: str
    gender: int
    born_on: date
    pool: str
    scheme: str
    standing: str
    insutype: str
    psn_type: str
    status: int
    civil_servant: bool
    account_fen: int
    aid_fen: int
    granted: tuple[str, ...]
    totals: CareTotals
    policy_hash: str
    premium: str = "single"
    pooling: str = "combined"
    means: str = "ordinary"
    filings: tuple[FilingOnRecord, ...] = ()


class Settled(NamedTuple):
    """A settlement as it stands: the answer of the counter, the trial and the retry alike."""

    setl_id: str
    mdtrt_id: str
    decision_id: str
    psn_no: str
    insutype: str
    med_type: str
    fund_type: str
    settled_at: datetime
    amounts: SettledAmounts
    ratio_ppm: int
    balance_fen: int
    limit_left_fen: int
    request_id: str
    replayed: bool


class Decided(NamedTuple):
    """A decision with all that it rests on, before it is kept."""

    insured: Insured
    facts: CareFacts
    totals: CareTotals
    assessment: Assessment
    settled_at: datetime


def plain_amounts(amounts: SettledAmounts) -> dict[str, Any]:
    """Return the amounts by name, in fen."""
    return amounts._asdict()
