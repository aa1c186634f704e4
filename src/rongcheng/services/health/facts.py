"""What a settlement is decided on (事实): plain values, sealed and stored with the decision."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any


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
    """Who was treated where, as what, and what is charged; `care_city` names the catalogue."""

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


@dataclass(frozen=True, kw_only=True, slots=True)
class CareTotals:
    """The running totals of that moment, in fen; `months` maps yyyymm to special-disease use."""

    deductible_fen: int = 0
    outpatient_fen: int = 0
    basic_fen: int = 0
    months: dict[int, int] = field(default_factory=dict)


_CARE = tuple(field.name for field in fields(CareFacts))
_CHARGE = tuple(field.name for field in fields(ChargeFacts))


def facts_to_json(facts: CareFacts) -> dict[str, Any]:
    """Return the facts in a form that JSON keeps exactly; a line is a list in field order."""
    plain: dict[str, Any] = {name: getattr(facts, name) for name in _CARE}
    plain["settled_on"] = facts.settled_on.isoformat()
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
    """Return the facts that `facts_to_json` wrote."""
    lines = []
    for row in plain["lines"]:
        named = dict(zip(_CHARGE, row, strict=True))
        lines.append(ChargeFacts(**{**named, "occurred_on": date.fromisoformat(row[2])}))
    return CareFacts(
        **{
            **plain,
            "lines": tuple(lines),
            "granted_diseases": tuple(plain["granted_diseases"]),
            "settled_on": date.fromisoformat(plain["settled_on"]),
        }
    )


def totals_to_json(totals: CareTotals) -> dict[str, Any]:
    """Return the totals in a form that JSON keeps exactly."""
    return {
        "deductible_fen": totals.deductible_fen,
        "outpatient_fen": totals.outpatient_fen,
        "basic_fen": totals.basic_fen,
        "months": totals.months,
    }


def totals_from_json(plain: dict[str, Any]) -> CareTotals:
    """Return the totals that `totals_to_json` wrote."""
    months = {int(month): used for month, used in plain["months"].items()}
    return CareTotals(**{**plain, "months": months})
