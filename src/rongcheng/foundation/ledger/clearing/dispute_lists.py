"""Lists of disputes (争议清单): what a metro still disputes, and one pool's disputes page by page.

A page reads the pool's own disputes alone, found by its `disputed:…` accounts, and of these only
the entries that it shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection

from rongcheng.foundation.ledger.clearing.disputes import infos_of
from rongcheng.foundation.ledger.clearing.types import DisputeInfo
from rongcheng.foundation.ledger.models import ClearingAct

_OPEN = """
-- What is still disputed: neither accepted after all nor cleared off.
select count(*), coalesce(sum(d.amount_fen), 0)::bigint
  from ledger_clearing_act d
 where d.metro = %(metro)s and d.kind = 'dispute'
   and d.subject not in (
       select o.subject from ledger_clearing_act o
        where o.metro = %(metro)s and o.kind in ('accept', 'clear_off'))
"""
_OF_POOL = """
-- One pool's disputes with their place in its list: open, upheld, over; of each the newest first.
select d.id, case
       when exists (select 1 from ledger_clearing_act o
                     where o.key in ('clearing:accept:' || d.subject,
                                     'clearing:clear_off:' || d.subject)) then 2
       when exists (select 1 from ledger_clearing_act o
                     where o.key = 'clearing:uphold:' || d.subject) then 1
       else 0 end as decided
  from ledger_clearing_act d
 where d.metro = %(metro)s and d.kind = 'dispute' and d.entry_id in (
       select p.entry_id from ledger_account a join ledger_posting p on p.account_id = a.id
        where a.kind = 'disputed' and a.kind not in ('account', 'aid')
          and %(pool)s in (split_part(a.code, ':', 2), split_part(a.code, ':', 3)))
"""
_COUNT = f"select count(*) from ({_OF_POOL}) own"  # noqa: S608
_AFTER = f"""
select own.id, own.decided from ({_OF_POOL}) own
 where own.decided > %(decided)s or (own.decided = %(decided)s and own.id < %(id)s)
 order by own.decided, own.id desc limit %(limit)s
"""  # noqa: S608
_BEFORE = f"""
select own.id, own.decided from ({_OF_POOL}) own
 where own.decided < %(decided)s or (own.decided = %(decided)s and own.id > %(id)s)
 order by own.decided desc, own.id limit %(limit)s
"""  # noqa: S608
_PORTION = 1_000


class DisputePlace(NamedTuple):
    """A place in a pool's list (争议清单位置): 0 open, 1 upheld, 2 over; then the act's number."""

    decided: int
    id: int


_FIRST = DisputePlace(0, 2**63 - 1)


def sum_open_disputes(metro: str) -> tuple[int, int]:
    """Return how many disputes of a metro are open or upheld, and their sum in fen."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"metro": metro})
        count, total = cursor.fetchone()
    return int(count), int(total)


class PoolDisputes:
    """The disputes in which a pool pays or is paid (本统筹区争议), what is open first."""

    def __init__(self, metro: str, pool: str) -> None:
        """Choose the pool; nothing is read yet."""
        self._words: dict[str, Any] = {"metro": metro, "pool": pool}

    def count(self) -> int:
        """Return how many there are."""
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, self._words)
            return int(cursor.fetchone()[0])

    def rows(self) -> Iterator[DisputeInfo]:
        """Yield all of them, in portions."""
        place = None
        while portion := self.after(place, _PORTION):
            yield from (row for _, row in portion)
            place = portion[-1][0]

    def after(
        self, place: DisputePlace | None, limit: int
    ) -> list[tuple[DisputePlace, DisputeInfo]]:
        """Return the next ones after a place, in order; None begins the list."""
        return self._part(_AFTER, place or _FIRST, limit)

    def before(self, place: DisputePlace, limit: int) -> list[tuple[DisputePlace, DisputeInfo]]:
        """Return those before a place, in order; for the page above."""
        return self._part(_BEFORE, place, limit)[::-1]

    def _part(
        self, statement: str, place: DisputePlace, limit: int
    ) -> list[tuple[DisputePlace, DisputeInfo]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, self._words | place._asdict() | {"limit": limit})
            places = [DisputePlace(decided, number) for number, decided in cursor.fetchall()]
        acts = ClearingAct.objects.in_bulk([found.id for found in places])
        return list(zip(places, infos_of(acts[found.id] for found in places), strict=True))
