"""Rows of a batch as a person writes them, in words, and the same rows as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

import numpy as np

from rongcheng.services.health.columns import UNKNOWN_WORD, WORD_COLUMNS, VisitColumns

EPOCH = datetime(1970, 1, 1)
MICROS = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Record:
    """One row of a file of visits; days as dates, the moment as local time."""

    visit: int
    person: int
    at: datetime
    reverses: int = 0
    stay: int = 0
    insured_pool: str = "430199"
    care_pool: str = "430199"
    scheme: str = "employee"
    standing: str = "in_service"
    tier: str = "level_2"
    kind: int = 11
    total_fen: int = 10_000
    self_paid_fen: int = 0
    over_limit_fen: int = 0
    prepaid_fen: int = 0
    in_scope_fen: int = 10_000
    age: int = 40
    status: int = 1
    category: str = "other"
    filed: int = 0
    begun: date | None = None
    premium: str = "single"
    pooling: str = "combined"
    means: str = "ordinary"
    civil_servant: int = 0
    campus: int = 0
    diseases: int = 0
    disease_granted: int = 0
    two_diseases: str = ""
    birth: str = ""
    pregnancy: int = 0
    month: int = 0
    account_use: int = 0
    account_credit_fen: int = 0
    aid_credit_fen: int = 0

    @property
    def settled_at(self) -> int:
        """Return the moment in microseconds of the wall clock since 1970."""
        return int((self.at - EPOCH).total_seconds()) * MICROS

    @property
    def begun_on(self) -> int:
        """Return the ordinal of the day of registration, 0 for none."""
        return self.begun.toordinal() if self.begun else 0


def columns_of(
    records: Sequence[Record], vocabulary: Mapping[str, tuple[str, ...]]
) -> VisitColumns:
    """Return records as columns, words as their numbers."""
    table = []
    for record in records:
        row = []
        for name in VisitColumns._fields:
            value = getattr(record, name)
            if name in WORD_COLUMNS:
                words = vocabulary[name]
                value = words.index(value) if value in words else UNKNOWN_WORD
            row.append(value)
        table.append(row)
    shaped = np.array(table, dtype=np.int64).reshape(-1, len(VisitColumns._fields))
    return VisitColumns(*np.ascontiguousarray(shaped.T))


def names_of_record() -> set[str]:
    """Return the names of a record's fields, those of the columns but for day and moment."""
    return {field.name for field in fields(Record)}
