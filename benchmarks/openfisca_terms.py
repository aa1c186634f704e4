"""The packs and the parameters that both sides of a comparison count by (对照参数)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.errors import NoPolicyValue
from rongcheng.policy.load import load_pack

METROS = Path(__file__).resolve().parents[1] / "metros"
ON = date(2026, 3, 2)
TERMS = {
    "covered": ("covered", ("scheme", "standing", "tier")),
    "deductible": ("deductible", ("scheme", "standing", "tier")),
    "deductible_year": ("deductible_year", ("scheme", "standing")),
    "ratio": ("ratio", ("scheme", "standing", "tier")),
    "cap": ("cap_year", ("scheme", "standing")),
}
"""The terms of ordinary outpatient care: a parameter and what it depends on, beside the pool."""
Place = tuple[str, str, str, str]


def load_books() -> list[PolicyBook]:
    """Return the books of all metro packs."""
    books = []
    for folder in sorted(path.parent for path in METROS.glob("*/metro.yaml")):
        pack, faults = load_pack(folder)
        assert pack is not None, faults
        books.append(PolicyBook(pack))
    return books


def outpatient_terms(book: PolicyBook, words: dict[str, list[str]]) -> dict[Place, dict[str, int]]:
    """Return the terms of every pool, scheme, standing and tier at which care is covered."""
    found: dict[Place, dict[str, int]] = {}
    for pool in words["pool"]:
        for scheme in words["scheme"]:
            for standing in words["standing"]:
                for tier in words["tier"]:
                    terms = _terms_at(book, pool, scheme=scheme, standing=standing, tier=tier)
                    if terms.get("covered"):
                        found[pool, scheme, standing, tier] = terms
    return found


def _terms_at(book: PolicyBook, pool: str, **words: str) -> dict[str, int]:
    """Return the terms of one cell; nothing where the metro's policy says nothing."""
    try:
        return {
            name: int(
                book.resolve(
                    f"health.outpatient.{key}",
                    at=pool,
                    on=ON,
                    **{dimension: words[dimension] for dimension in dimensions},
                ).value  # type: ignore[arg-type]
            )
            for name, (key, dimensions) in TERMS.items()
        }
    except NoPolicyValue:
        return {}


def as_tree(terms: dict[Place, dict[str, int]], words: dict[str, list[str]]) -> dict[str, Any]:
    """Return the terms as OpenFisca's parameter tree; a cell without care covers nothing."""
    nothing = dict.fromkeys(TERMS, 0)

    def leaf(value: int) -> dict[str, Any]:
        return {"values": {"2020-01-01": {"value": value}}}

    return {
        "outpatient": {
            f"p{pool}": {
                scheme: {
                    standing: {
                        tier: {
                            name: leaf(value)
                            for name, value in terms.get(
                                (pool, scheme, standing, tier), nothing
                            ).items()
                        }
                        for tier in words["tier"]
                    }
                    for standing in words["standing"]
                }
                for scheme in words["scheme"]
            }
            for pool in words["pool"]
        }
    }
