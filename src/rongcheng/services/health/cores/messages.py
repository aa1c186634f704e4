"""The words between us and a pool's core (核心系统报文): JSON, every amount a whole number of fen.

Written once for both sides. What cannot be read raises `NoAnswer`: garbage is no answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rongcheng.kernel.money import MAX_FEN
from rongcheng.services.health.assessing.facts import (
    MOST_PREGNANCIES,
    CareTotals,
    facts_from_json,
    facts_to_json,
    totals_from_json,
    totals_to_json,
)
from rongcheng.services.health.cores.port import CoreAnswer, NoAnswer, Order, Refusal
from rongcheng.services.health.domain.types import LineSplit, SettledAmounts

SETTLE, REVERSE, FIND = "settle", "reverse", "find"
MAX_BYTES = 2_000_000
UNREADABLE = "unreadable"


def order_to_json(order: Order) -> dict[str, Any]:
    """Return an order as it is sent."""
    return {
        "key": order.key,
        "person": order.person,
        "facts": facts_to_json(order.facts),
        "split": [list(split) for split in order.split],
    }


def order_from_json(plain: dict[str, Any]) -> Order:
    """Return the order that `order_to_json` wrote; any fault in it is a ValueError."""
    try:
        facts = facts_from_json(plain["facts"])
        split = tuple(LineSplit(*map(_whole, row)) for row in plain["split"])
        order = Order(_text(plain["key"]), _text(plain["person"]), facts, split)
    except (KeyError, TypeError) as fault:
        raise ValueError(f"the order lacks or misspells {fault}") from fault
    if len(split) != len(facts.lines) or not facts.lines:
        raise ValueError("every line needs its split")
    return order


def answer_to_json(answer: CoreAnswer) -> dict[str, Any]:
    """Return an answer as it is sent."""
    if answer.refused:
        return {"key": answer.key, "refused": [one._asdict() for one in answer.refused]}
    plain: dict[str, Any] = {
        "key": answer.key,
        "amounts": answer.amounts._asdict(),
        "ratio_ppm": answer.ratio_ppm,
        "months": [list(month) for month in answer.months],
        "steps": answer.steps,
        "edition": answer.edition,
        "decided_at": answer.decided_at,
    }
    if answer.totals is not None:
        plain["totals"] = totals_to_json(answer.totals)
    if answer.nothing:
        plain["nothing"] = True
    return plain


def read_json(body: bytes) -> dict[str, Any]:
    """Return a JSON object, or raise `NoAnswer` for anything else."""
    try:
        plain = json.loads(body)
    except ValueError as fault:
        raise NoAnswer(UNREADABLE) from fault
    if not isinstance(plain, dict):
        raise NoAnswer(UNREADABLE)
    return plain


def answer_from_json(plain: dict[str, Any], key: str) -> CoreAnswer:
    """Return the answer to a key, or raise `NoAnswer` if it cannot be read or is another key's."""
    try:
        if plain["key"] != key:
            raise ValueError("the answer is to another key")
        if "refused" in plain:
            return CoreAnswer(key, NO_AMOUNTS, refused=_refusals(plain["refused"]))
        return CoreAnswer(
            key=key,
            amounts=_amounts(plain["amounts"]),
            ratio_ppm=_whole(plain.get("ratio_ppm", 0)),
            months=tuple((_whole(month), _whole(fen)) for month, fen in plain.get("months", ())),
            totals=_totals(plain.get("totals")),
            steps={_text(name): _whole(fen) for name, fen in plain.get("steps", {}).items()},
            edition=_text(plain.get("edition", "")),
            decided_at=_text(plain.get("decided_at", "")),
            nothing=plain.get("nothing") is True,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise NoAnswer(UNREADABLE) from fault


NO_AMOUNTS = SettledAmounts(*(0 for _ in SettledAmounts._fields))


def _amounts(plain: dict[str, Any]) -> SettledAmounts:
    """Read the amounts by name; a core may leave out those that our release gives a default."""
    defaults = SettledAmounts._field_defaults
    return SettledAmounts(
        *(
            _whole(plain[name] if name not in defaults else plain.get(name, defaults[name]))
            for name in SettledAmounts._fields
        )
    )


def _totals(plain: dict[str, Any] | None) -> CareTotals | None:
    if plain is None:
        return None
    totals = totals_from_json(plain)
    for value in totals_to_json(totals).values():
        for fen in _numbers(value):
            _whole(fen)
    # A set of pregnancies is kept as a mask: a number without bounds would be a mask without them.
    if not all(0 < number <= MOST_PREGNANCIES for number in totals.later_births):
        raise ValueError("no pregnancy")
    if not 0 <= totals.births <= MOST_PREGNANCIES:
        raise ValueError("no count of births")
    return totals


def _numbers(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else (value,)


def _refusals(rows: list[dict[str, Any]]) -> tuple[Refusal, ...]:
    found = tuple(Refusal(*(_text(row[name]) for name in Refusal._fields)) for row in rows)
    if not found:
        raise ValueError("a refusal without a reason")
    return found


def _whole(value: Any) -> int:
    if type(value) is not int or abs(value) > MAX_FEN:
        raise ValueError("no whole number in range")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 500:
        raise ValueError("no text")
    return value
