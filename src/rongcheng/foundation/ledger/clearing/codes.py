"""Reads account codes of clearing (账户代码): which pools and funds an account is about."""

from __future__ import annotations

from collections.abc import Iterable

from rongcheng.foundation.ledger.clearing.types import Pair

_PAIRS = ("clearing", "disputed")
_OF_POOL = ("fund", "agency", "net", "paid")


def pair_of(code: str) -> Pair:
    """Return the pair of a claim's account; entries of before fund types have an empty fund.

    >>> pair_of("clearing:430399:430199:310102"), pair_of("clearing:430399:430199").fund
    (Pair(payer='430399', payee='430199', fund='310102'), '')
    """
    _, payer, payee, fund = (*code.split(":", 3), "", "", "")[:4]
    return Pair(payer, payee, fund)


def is_claim(code: str) -> bool:
    """Return whether an account is a claim between two pools."""
    return code.startswith("clearing:")


def disputed_code(code: str) -> str:
    """Return where a claim's amount rests while it is disputed."""
    return f"disputed:{code.removeprefix('clearing:')}"


def institution_of(code: str) -> str:
    """Return the institution of a payable account `{kind}:{code}:fund`."""
    return code.split(":")[1]


def pools_of(codes: Iterable[str]) -> frozenset[str]:
    """Return the pools that accounts are about: a fund officer sees entries of her own.

    >>> sorted(pools_of(["fund:430399:310102", "clearing:430399:430199:310102", "cash:H1"]))
    ['430199', '430399']
    """
    found: set[str] = set()
    for code in codes:
        kind, *rest = code.split(":")
        if kind in _PAIRS or kind == "prefund":
            found.update(rest[:2])
        elif kind in _OF_POOL:
            found.add(rest[0])
    return frozenset(found)
