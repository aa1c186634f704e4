"""Statements of a window (对账单): the entries behind a figure, in order, however many.

Rows come from the database in portions, so a year's list needs no more memory than a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, QuerySet, Sum

from rongcheng.foundation.ledger.clearing.codes import institution_of, is_claim, pair_of
from rongcheng.foundation.ledger.clearing.positions import (
    find_window,
    id_bounds,
    positions_of,
)
from rongcheng.foundation.ledger.clearing.types import SETTLING_KINDS, Pair, StatementRow
from rongcheng.foundation.ledger.models import Posting

_PORTION = 2_000
_FIELDS = (
    "entry_id",
    "entry__reference",
    "entry__occurred_at",
    "entry__kind",
    "account__code",
    "amount_fen",
)


class Statement:
    """The entries of some accounts in one window (对账单); payments of earlier windows left out."""

    def __init__(self, metro: str, seq: int, codes: Sequence[str]) -> None:
        """Choose window and accounts; nothing is read yet. Raises WindowUnknown."""
        self.metro = metro
        self.seq = seq
        self.codes = list(codes)
        self._window = find_window(metro, seq)

    def rows(self) -> Iterator[StatementRow]:
        """Yield every row, in portions."""
        for row in self._query().iterator(chunk_size=_PORTION):
            yield StatementRow(*row)

    def page(self, offset: int, limit: int) -> list[StatementRow]:
        """Return some rows, for a page of the list."""
        return [StatementRow(*row) for row in self._query()[offset : offset + limit]]

    def totals(self) -> tuple[int, int]:
        """Return the number of rows and their sum in fen."""
        found = self._postings().aggregate(count=Count("line"), total=Sum("amount_fen"))
        return int(found["count"]), int(found["total"] or 0)

    def _postings(self) -> QuerySet[Posting]:
        low, high = id_bounds(self._window)
        return Posting.objects.filter(
            account__code__in=self.codes,
            entry__window=self._window,
            entry_id__gt=low,
            entry_id__lte=high,
        ).exclude(entry__kind__in=SETTLING_KINDS)

    def _query(self) -> QuerySet[Posting, tuple[Any, ...]]:
        return self._postings().order_by("entry_id", "line").values_list(*_FIELDS)


def pair_statement(metro: str, seq: int, pair: Pair) -> Statement:
    """Return what one pool owes another from one fund."""
    return Statement(metro, seq, [pair.code])


def pool_statement(metro: str, seq: int, pool: str) -> Statement:
    """Return all that a pool owes and is owed."""
    codes = [row.code for row in positions_of(metro, seq) if is_claim(row.code)]
    return Statement(metro, seq, [code for code in codes if pool in pair_of(code)[:2]])


def institution_statement(metro: str, seq: int, code: str) -> Statement:
    """Return what an institution is due."""
    rows = [row.code for row in positions_of(metro, seq) if not is_claim(row.code)]
    return Statement(metro, seq, [row for row in rows if institution_of(row) == code])
