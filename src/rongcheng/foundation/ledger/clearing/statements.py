"""Statements of a window (对账单): the entries behind a figure, in order, however many.

Rows come from the database in portions, so a year's list needs no more memory than a page. A page
begins at an entry, not at a count of rows, so the last page of a million is as quick as the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from rongcheng.foundation.ledger.clearing.codes import institution_of, is_claim, pair_of
from rongcheng.foundation.ledger.clearing.positions import find_window, positions_of
from rongcheng.foundation.ledger.clearing.tallies import id_bounds
from rongcheng.foundation.ledger.clearing.types import SETTLING_KINDS, Pair, StatementRow
from rongcheng.foundation.ledger.models import LedgerAccount, Position, Posting

_PORTION = 2_000
_FIELDS = (
    "entry_id",
    "entry__reference",
    "entry__occurred_at",
    "entry__kind",
    "account__code",
    "amount_fen",
)
_PAGE = """
-- The next lines of these accounts from some place on. Each account is read by itself, in the order
-- of its index, so no more lines are touched than accounts × rows of a page.
select p.entry_id, p.line, e.reference, e.occurred_at, e.kind, a.code, p.amount_fen
  from ledger_account a
  cross join lateral (
       select l.entry_id, l.line, l.amount_fen
         from ledger_posting l
         join ledger_entry le on le.id = l.entry_id
        where l.account_id = a.id and l.entry_id > %(low)s and l.entry_id <= %(high)s
          and (l.entry_id, l.line) {beyond} (%(entry)s, %(line)s)
          and l.entry_id {edge} %(entry)s
          and le.window_id = %(window)s and le.kind <> all(%(settling)s)
        order by l.entry_id {way}, l.line {way} limit %(limit)s) p
  join ledger_entry e on e.id = p.entry_id
 where a.id = any(%(accounts)s)
 order by p.entry_id {way}, p.line {way}
 limit %(limit)s
"""
_FORWARDS = _PAGE.format(beyond=">", edge=">=", way="asc")
_BACKWARDS = _PAGE.format(beyond="<", edge="<=", way="desc")


class Place(NamedTuple):
    """A place in a statement (对账单位置): this line of this entry."""

    entry_id: int
    line: int


_FIRST = Place(0, 0)


class Statement:
    """The entries of some accounts in one window (对账单); payments of earlier windows left out."""

    def __init__(
        self, metro: str, seq: int, codes: Sequence[str], books: Sequence[Position] | None = None
    ) -> None:
        """Choose window and accounts; no entry is read yet. Raises WindowUnknown.

        `books` are the window's positions where the caller has them already.
        """
        self.metro = metro
        self.seq = seq
        self.codes = list(codes)
        self._books = books
        self._window = find_window(metro, seq)

    def rows(self) -> Iterator[StatementRow]:
        """Yield every row, in portions."""
        for row in self._query().iterator(chunk_size=_PORTION):
            yield StatementRow(*row)

    def after(self, place: Place | None, limit: int) -> list[tuple[Place, StatementRow]]:
        """Return the next rows after a place, in order; None begins the statement."""
        return self._part(_FORWARDS, place or _FIRST, limit)

    def before(self, place: Place, limit: int) -> list[tuple[Place, StatementRow]]:
        """Return the rows before a place, in order; for the page above."""
        return self._part(_BACKWARDS, place, limit)[::-1]

    def figures(self) -> tuple[int, int]:
        """Return the number of rows and their sum in fen, as the window's books hold them."""
        codes = set(self.codes)
        books = positions_of(self.metro, self.seq) if self._books is None else self._books
        rows = [row for row in books if row.code in codes]
        return sum(row.entries for row in rows), sum(row.movement_fen for row in rows)

    def totals(self) -> tuple[int, int]:
        """Return the number of rows and their sum in fen, added up from the rows themselves."""
        found = self._postings().aggregate(count=Count("line"), total=Sum("amount_fen"))
        return int(found["count"]), int(found["total"] or 0)

    def _part(self, statement: str, place: Place, limit: int) -> list[tuple[Place, StatementRow]]:
        low, high = id_bounds(self._window)
        accounts = LedgerAccount.objects.filter(code__in=self.codes).values_list("id", flat=True)
        params: dict[str, Any] = {
            "accounts": list(accounts),
            "window": self._window.id,
            "settling": list(SETTLING_KINDS),
            "low": low,
            "high": high,
            "entry": place.entry_id,
            "line": place.line,
            "limit": limit,
        }
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
            rows = cursor.fetchall()
        return [(Place(row[0], row[1]), StatementRow(row[0], *row[2:])) for row in rows]

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
    books = positions_of(metro, seq)
    codes = [row.code for row in books if is_claim(row.code) and pool in pair_of(row.code)[:2]]
    return Statement(metro, seq, codes, books)


def institution_statement(metro: str, seq: int, code: str) -> Statement:
    """Return what an institution is due."""
    books = positions_of(metro, seq)
    codes = [row.code for row in books if not is_claim(row.code)]
    return Statement(metro, seq, [row for row in codes if institution_of(row) == code], books)
