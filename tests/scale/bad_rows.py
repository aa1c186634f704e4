"""Rows with one thing wrong each, and the code under which it must be told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.scale.visits import visit

WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"total_fen": None}, "health.B001"),
    ({"insured_pool": None}, "health.B001"),
    ({"insured_pool": "999999"}, "health.B002"),
    ({"care_pool": "Changsha"}, "health.B002"),
    ({"scheme": "private"}, "health.B003"),
    ({"standing": "astronaut"}, "health.B004"),
    ({"tier": "level_9"}, "health.B005"),
    ({"category": "tourist"}, "health.B006"),
    ({"premium": "golden"}, "health.B007"),
    ({"pooling": "other"}, "health.B008"),
    ({"means": "rich"}, "health.B009"),
    ({"birth": "stork"}, "health.B010"),
    ({"two_diseases": "cold"}, "health.B011"),
    ({"care_pool": "510199"}, "health.B012"),
    ({"kind": 12345}, "health.B013"),
    ({"self_paid_fen": -1, "in_scope_fen": 100_001}, "health.B014"),
    ({"total_fen": 10**17, "in_scope_fen": 10**17 - 10_000}, "health.B015"),
    ({"in_scope_fen": 89_999}, "health.B016"),
    ({"total_fen": 0, "self_paid_fen": 0, "in_scope_fen": 0}, "health.B017"),
    ({"age": 151}, "health.B018"),
    ({"status": 9}, "health.B019"),
    ({"account_use": 3}, "health.B020"),
    ({"begun_on": date(2026, 12, 1)}, "health.B022"),
    ({"settled_at": datetime(1971, 1, 1)}, "health.B023"),
    ({"settled_at": None}, "health.B001"),
    ({"kind": 14, "disease_granted": True, "diseases": 1, "month": 202613}, "health.B024"),
    ({"kind": 14, "disease_granted": True, "diseases": 1, "month": 202604}, "health.B025"),
    ({"kind": 14, "disease_granted": True, "diseases": 1, "month": 201501}, "health.B026"),
    ({"month": 202602}, "health.B027"),
    ({"visit": 0}, "health.B028"),
    ({"reverses": 123_456}, "health.B030"),
    ({"stay": 5}, "health.B036"),
    ({"settled_at": datetime(1995, 1, 1), "begun_on": date(1995, 1, 1)}, "health.B040"),
    ({"kind": 14, "disease_granted": True, "diseases": -1}, "health.B041"),
    ({"pregnancy": 99}, "health.B042"),
    ({"account_credit_fen": -1}, "health.B047"),
)
"""What differs from a sound visit, and the code of the fault."""


def wrong_visits(first: int) -> list[dict[str, Any]]:
    """Return one visit of a person of its own for each thing that can be wrong."""
    return [visit(number, **other) for number, (other, _) in enumerate(WRONG, start=first)]
