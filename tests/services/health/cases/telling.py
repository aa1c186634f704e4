"""What a citizen story is made of: its words, a person, her visits, what is expected."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, NamedTuple

from rongcheng.services.health.domain.types import AccountUse, Approval, CareKind

AMOUNTS = (
    "total",
    "self_paid",
    "over_limit",
    "prepaid",
    "in_scope",
    "deductible",
    "fund",
    "person",
    "account",
    "aid",
    "cash",
    "large",
    "catastrophic",
    "civil_servant",
    "assistance",
)
TOTALS = {
    "deductible": "deductible_fen",
    "outpatient": "outpatient_fen",
    "basic": "basic_fen",
    "stay_deductible": "inpatient_deductible_fen",
    "own": "counted_own_fen",
    "second": "second_layer_fen",
    "assistance": "assistance_fen",
    "two_diseases": "two_diseases_fen",
    "accident": "accident_fen",
    "campus": "campus_fen",
    "prenatal": "prenatal_fen",
}
"""The words of `so_far` and the running totals that they stand for."""
KINDS = {
    "outpatient": CareKind.OUTPATIENT,
    "emergency": CareKind.EMERGENCY,
    "rescue": CareKind.EMERGENCY_RESCUE,
    "special": CareKind.SPECIAL_DISEASE,
    "two_diseases": CareKind.TWO_DISEASES,
    "accident": CareKind.ACCIDENT_OUTPATIENT,
    "prenatal": CareKind.PRENATAL,
    "stay": CareKind.INPATIENT,
    "accident_stay": CareKind.ACCIDENT_STAY,
    "day_surgery": CareKind.DAY_SURGERY,
    "birth": CareKind.MATERNITY_STAY,
    "resident_birth": CareKind.RESIDENT_BIRTH,
}
STATUSES = {"not_insured": 0, "normal": 1, "suspended": 2, "invalid": 3, "ended": 4}
APPROVALS = {"approved": Approval.APPROVED, "refused": Approval.REFUSED}
ACCOUNTS = {"none": AccountUse.NONE, "own": AccountUse.OWN, "family": AccountUse.MUTUAL_AID}
MORNING = time(10, 0)


class Line(NamedTuple):
    """A charge line; `item` is a catalogue code, or `charge_class` asks for any item of a class."""

    item: str
    charge_class: str
    on: date
    price_micro: int
    quantity_e4: int
    amount_fen: int
    approval: int


class Visit(NamedTuple):
    """One visit to the counter, and what must come of it: amounts, or a refusal by its codes.

    `stay` names a stay whose parts are settled one by one; `takes_back` is the number of an
    earlier visit (from 1) that is reversed here, 0 for none.
    """

    at: datetime
    city: str
    tier: str
    kind: CareKind
    campus: bool
    begun_on: date | None
    stay: str
    interim: bool
    emergency: bool
    birth: str
    pregnancy: int
    takes_back: int
    disease: str
    account_use: int
    lines: tuple[Line, ...]
    pays: dict[str, int] | None
    reasons: list[str]
    so_far: dict[str, int]
    refused: dict[str, Any] | None


class Filed(NamedTuple):
    """A filing for care away from home: toward which pool, from when, and when it was made."""

    category: str
    toward: str
    since: date
    until: date | None
    made_at: datetime


class Person(NamedTuple):
    """Who lives through the story: insured where and as what, with which balances, in fen."""

    pool: str
    scheme: str
    standing: str
    status: int
    account_fen: int
    aid_fen: int
    granted: tuple[str, ...]
    born_on: date
    premium: str
    pooling: str
    means: str
    civil_servant: bool
    filings: tuple[Filed, ...]


class Start(NamedTuple):
    """What the year has used before the story begins, in fen; `months` by yyyymm."""

    year: int
    used: dict[str, int]
    months: dict[int, int]
    admissions: dict[str, int]
    births: int


class Change(NamedTuple):
    """A policy value that the story supposes to be published."""

    key: str
    at: str
    since: date
    value: Any


class Story(NamedTuple):
    """A citizen story: a person, her visits in order, and the source of what is expected."""

    name: str
    title: dict[str, str]
    source: str
    metro: str
    person: Person
    start: Start
    changes: tuple[Change, ...]
    visits: tuple[Visit, ...]
