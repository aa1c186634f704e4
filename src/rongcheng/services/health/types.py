"""What passes between this room's actions, its doors and its pages: plain, frozen values."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from rongcheng.services.health.assessment import Assessment
from rongcheng.services.health.domain.types import CareKind, Scheme, SettledAmounts
from rongcheng.services.health.facts import CareFacts, CareTotals, ChargeFacts
from rongcheng.services.health.stay_facts import StayFacts

FUND_TYPES: dict[tuple[int, int], str] = {
    (Scheme.EMPLOYEE, CareKind.OUTPATIENT): "310102",
    (Scheme.RESIDENT, CareKind.OUTPATIENT): "390102",
    (Scheme.EMPLOYEE, CareKind.SPECIAL_DISEASE): "310100",
    (Scheme.RESIDENT, CareKind.SPECIAL_DISEASE): "390100",
}
"""Fund (基金支付类型) that pays by insurance type and kind of care. Source: interface V1.1.27."""


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


class Charge(NamedTuple):
    """A charge line at the door: what the rule counts with, and what only storage keeps."""

    facts: ChargeFacts
    batch: str
    occurred_at: datetime
    own_code: str
    disease_code: str


class SettlementRequest(NamedTuple):
    """A request to settle: who, what kind of care, which lines, which account may pay."""

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
