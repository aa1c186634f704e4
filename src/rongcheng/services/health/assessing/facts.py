"""What a settlement is decided on (事实): plain values, sealed and stored with the decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from rongcheng.services.health.domain.benefit import YearUse
from rongcheng.services.health.domain.pregnancies import count_unbroken, is_pregnancy_paid

MOST_PREGNANCIES = 60
"""The highest number that the set of paid pregnancies holds; no message may go beyond it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChargeFacts:
    """One charge line as sent; price in micro-yuan, quantity in ten-thousandths, amount in fen."""

    serial: str
    item_code: str
    occurred_on: date
    price_micro: int
    quantity_e4: int
    amount_fen: int
    approval: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class CareFacts:
    """Who was treated where, as what, and what is charged; `care_city` names the catalogue.

    `begun_on` is the day of registration or admission (None: the day of settlement), `age` in
    full years on the day of settlement, `premium` a resident's contribution tier, `means` whether
    somebody is registered as in need. `birth` and `pregnancy` belong to a birth (0: the current
    one); `interim`, `stay_settled` and `stay_deductible_fen` tell of earlier settlements of a stay.
    """

    metro: str
    insured_pool: str
    care_pool: str
    care_city: str
    tier: str
    scheme: str
    standing: str
    status: int
    kind: int
    category: str
    filed: bool
    granted_diseases: tuple[str, ...]
    disease_code: str
    settled_on: date
    lines: tuple[ChargeFacts, ...]
    account_use: int
    account_balance_fen: int
    aid_balance_fen: int
    begun_on: date | None = None
    age: int = 0
    premium: str = "single"
    pooling: str = "combined"
    means: str = "ordinary"
    civil_servant: bool = False
    campus: bool = False
    birth: str = ""
    pregnancy: int = 0
    interim: bool = False
    stay_settled: bool = False
    stay_deductible_fen: int = 0
    filing_no: str = ""
    filing_reasons: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class CareTotals:
    """The running totals of that moment, in fen; `months` maps yyyymm to special-disease use.

    `counted_own_fen` is the in-scope own share that counts towards the layers above the pool,
    `admissions` how many stays of the year were settled at each tier. Of the pregnancies whose
    birth was paid, `births` counts those from the first on without a gap, `later_births` are the
    others by number: an earlier one was taken back.
    """

    deductible_fen: int = 0
    outpatient_fen: int = 0
    basic_fen: int = 0
    months: dict[int, int] = field(default_factory=dict)
    inpatient_deductible_fen: int = 0
    counted_own_fen: int = 0
    second_layer_fen: int = 0
    assistance_fen: int = 0
    two_diseases_fen: int = 0
    accident_fen: int = 0
    campus_fen: int = 0
    prenatal_fen: int = 0
    births: int = 0
    admissions: dict[str, int] = field(default_factory=dict)
    later_births: tuple[int, ...] = ()

    @property
    def year(self) -> YearUse:
        """Return the counters of the settlement year, as the rules take them."""
        return YearUse(*(getattr(self, name) for name in YearUse._fields))

    @property
    def paid(self) -> int:
        """Return the pregnancies whose birth was paid, as the mask of the rules."""
        return mask_of(range(1, self.births + 1)) | mask_of(self.later_births)


def mask_of(pregnancies: Iterable[int]) -> int:
    """Return pregnancies (1 the first) as the mask of the rules.

    >>> mask_of((1, 3))
    5
    """
    paid = 0
    for pregnancy in pregnancies:
        paid |= 1 << (pregnancy - 1)
    return paid


def births_of(paid: int) -> dict[str, Any]:
    """Return the two fields of the totals that a mask of paid pregnancies fills.

    >>> births_of(5)
    {'births': 1, 'later_births': (3,)}
    """
    births = count_unbroken(paid)
    later = tuple(n for n in range(births + 1, paid.bit_length() + 1) if is_pregnancy_paid(paid, n))
    return {"births": births, "later_births": later}


_CARE = tuple(field.name for field in fields(CareFacts))
_CHARGE = tuple(field.name for field in fields(ChargeFacts))
_TOTALS = tuple(field.name for field in fields(CareTotals))


def facts_to_json(facts: CareFacts) -> dict[str, Any]:
    """Return the facts in a form that JSON keeps exactly; a line is a list in field order."""
    plain: dict[str, Any] = {name: getattr(facts, name) for name in _CARE}
    plain["settled_on"] = facts.settled_on.isoformat()
    plain["begun_on"] = facts.begun_on.isoformat() if facts.begun_on else None
    plain["lines"] = [
        [
            line.serial,
            line.item_code,
            line.occurred_on.isoformat(),
            line.price_micro,
            line.quantity_e4,
            line.amount_fen,
            line.approval,
        ]
        for line in facts.lines
    ]
    return plain


def facts_from_json(plain: dict[str, Any]) -> CareFacts:
    """Return the facts that `facts_to_json` wrote; what an older release did not know is default.

    A fact that was not asked for then decided nothing then.
    """
    lines = []
    for row in plain["lines"]:
        named = dict(zip(_CHARGE, row, strict=True))
        lines.append(ChargeFacts(**{**named, "occurred_on": date.fromisoformat(row[2])}))
    begun_on = plain.get("begun_on")
    return CareFacts(
        **{
            **plain,
            "lines": tuple(lines),
            "granted_diseases": tuple(plain["granted_diseases"]),
            "settled_on": date.fromisoformat(plain["settled_on"]),
            "begun_on": date.fromisoformat(begun_on) if begun_on else None,
        }
    )


def totals_to_json(totals: CareTotals) -> dict[str, Any]:
    """Return the totals in a form that JSON keeps exactly."""
    plain = {name: getattr(totals, name) for name in _TOTALS}
    plain["later_births"] = list(totals.later_births)
    return plain


def totals_from_json(plain: dict[str, Any]) -> CareTotals:
    """Return the totals that `totals_to_json` wrote; an older release counted births only."""
    months = {int(month): used for month, used in plain["months"].items()}
    later = tuple(plain.get("later_births", ()))
    return CareTotals(**{**plain, "months": months, "later_births": later})
