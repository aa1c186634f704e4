"""Tallies of the open window (清算累计): its sums at any moment without reading all its lines.

A job adds up what is certain: entries whose id no unfinished posting can still undercut. Pages add
the short tail above that mark, in one statement with the tallies, so the sums are exact to the fen
whenever they are asked for. Settlements know nothing of all this.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from django.db import connection, transaction

from rongcheng.foundation.ledger.clearing.types import PAYABLE_KINDS, SETTLING_KINDS
from rongcheng.foundation.ledger.models import TallyMark, Window

STEP = 200_000
"""Ids added up in one transaction; a window that was never added up is caught up in steps."""
PATIENCE_S = 2.0
"""How long a run waits for postings under way before it leaves them to the next."""
_POLL_S = 0.02
_TRIES = 10
_LAST = 2**63 - 1

_OF_CLEARING = """a.kind = any(%(kinds)s) and a.kind not in ('account', 'aid')
   and (a.kind = 'clearing' or a.code like '%%:fund')"""
_SETTLING, _MOVING = "e.kind = any(%(settling)s)", "e.kind <> all(%(settling)s)"
_HERE = " and e.window_id = %(window)s"


def _sums(only: str = "") -> str:
    return f"""coalesce(sum(p.amount_fen) filter (where {_SETTLING}{only}), 0)::bigint,
       coalesce(sum(p.amount_fen) filter (where {_MOVING}{only}), 0)::bigint,
       count(*) filter (where {_MOVING}{only})"""


_SUMS, _SUMS_HERE = _sums(), _sums(_HERE)

MOVED = f"""
-- What each claim and each payable account did in one window. Ids of a window lie between the last
-- ids of the window before and of this one, so only this window's postings are read.
select a.code, a.kind, {_SUMS}
  from ledger_account a
  join ledger_posting p on p.account_id = a.id and p.entry_id > %(low)s and p.entry_id <= %(high)s
  join ledger_entry e on e.id = p.entry_id and e.window_id = %(window)s
 where {_OF_CLEARING}
 group by a.code, a.kind
 order by a.code
"""  # noqa: S608

TALLIED = f"""
-- The same from the tallies and the tail above their mark, all of one moment. The mark comes back
-- with the rows: if it has moved since `low` was read, the answer is thrown away. The tail is read
-- as one range of ids, entries beside postings, and each account only after adding up: going to
-- the accounts first costs five times as much. The planner expects next to no rows of a window and
-- of these kinds, so the window is asked in the sums, and `offset 0` keeps it from turning round.
with tail as (
    select p.account_id, {_SUMS_HERE}
      from ledger_entry e
      join ledger_posting p on p.entry_id = e.id
                           and p.entry_id > %(low)s and p.entry_id <= %(high)s
     where e.id > %(low)s and e.id <= %(high)s
     group by p.account_id
    having bool_or(e.window_id = %(window)s)),
moved as materialized (
    select t.account_id, t.settled_fen, t.movement_fen, t.entries
      from ledger_tally t where t.window_id = %(window)s
    union all
    select * from tail)
select (select m.last_entry from ledger_tally_mark m where m.window_id = %(window)s),
       a.code, a.kind, sum(a.settled_fen)::bigint, sum(a.movement_fen)::bigint,
       sum(a.entries)::bigint
  from (select 1) as always
  left join (
       select a.*, moved.* from moved cross join lateral (
              select c.code, c.kind from ledger_account c
               where c.id = moved.account_id offset 0) a
        where {_OF_CLEARING}) a on true
 group by a.code, a.kind
 order by a.code
"""  # noqa: S608

ADD_UP = f"""
insert into ledger_tally as t (window_id, account_id, settled_fen, movement_fen, entries)
select %(window)s, p.account_id, {_SUMS}
  from ledger_posting p
  join ledger_entry e on e.id = p.entry_id and e.window_id = %(window)s
  join ledger_account a on a.id = p.account_id
 where p.entry_id > %(low)s and p.entry_id <= %(high)s and {_OF_CLEARING}
 group by p.account_id
 order by p.account_id
on conflict (window_id, account_id) do update set
       settled_fen = t.settled_fen + excluded.settled_fen,
       movement_fen = t.movement_fen + excluded.movement_fen,
       entries = t.entries + excluded.entries
"""  # noqa: S608


class Moved(NamedTuple):
    """One account's way through one window."""

    code: str
    kind: str
    settled_fen: int
    movement_fen: int
    entries: int


def id_bounds(window: Window) -> tuple[int, int]:
    """Return the id below a window's first entry, and that of its last."""
    before = Window.objects.filter(metro=window.metro, seq=window.seq - 1).first()
    low = before.last_entry if before is not None else 0
    return low or 0, _high(window)


def _high(window: Window) -> int:
    """Return the id of a window's last entry; an open one takes all that come."""
    return _LAST if window.last_entry is None else int(window.last_entry)


def sum_of_all(window: Window, low: int | None = None) -> list[Moved]:
    """Return what every account did in a window, added up from its lines.

    `low` is the last id of the window before, where the caller has it already.
    """
    low, high = id_bounds(window) if low is None else (low, _high(window))
    with connection.cursor() as cursor:
        cursor.execute(MOVED, _params(window, low, high))
        return [Moved(*row) for row in cursor.fetchall()]


def sum_of_tallies(window: Window, low: int | None = None) -> list[Moved]:
    """Return the same from the tallies and the lines above their mark."""
    low, high = id_bounds(window) if low is None else (low, _high(window))
    for _ in range(_TRIES):
        mark = TallyMark.objects.filter(window=window).values_list("last_entry", flat=True).first()
        start = low if mark is None else max(low, mark)
        with connection.cursor() as cursor:
            cursor.execute(TALLIED, _params(window, start, high))
            rows = cursor.fetchall()
        if rows[0][0] == mark:
            return [Moved(*row[1:]) for row in rows if row[1] is not None]
    return sum_of_all(window, low)


def add_up_open_windows() -> int:
    """Bring the tallies of every open window up to its last certain entry.

    Returns over how many ids they moved; for the job, beside settlements and closings.
    """
    return sum(_add_up(window) for window in Window.objects.filter(closed_at__isnull=True))


def _add_up(window: Window) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select case when is_called then last_value else 0 end from ledger_entry_id_seq"
        )
        (drawn,) = cursor.fetchone()
    low, _ = id_bounds(window)
    TallyMark.objects.bulk_create([TallyMark(window=window, last_entry=low)], ignore_conflicts=True)
    began = int(TallyMark.objects.get(window=window).last_entry)
    if drawn <= began or not _are_certain(window):
        return 0
    for high in [*range(began + STEP, drawn, STEP), drawn]:
        with transaction.atomic():
            mark = TallyMark.objects.select_for_update().get(window=window)
            if mark.last_entry >= high:
                continue
            with connection.cursor() as cursor:
                cursor.execute(ADD_UP, _params(window, mark.last_entry, high))
            TallyMark.objects.filter(window=window).update(last_entry=high)
    return int(drawn) - began


def _are_certain(window: Window) -> bool:
    """Wait until the postings that are under way now have ended; False if they take too long.

    Whoever drew an id before this moment took the window's lock before that and holds it until
    the end of the transaction: once these holders are gone, no such id can appear any more.
    """
    holders = _posting_now(window)
    patience = time.monotonic() + PATIENCE_S
    while holders and time.monotonic() < patience:
        time.sleep(_POLL_S)
        holders &= _posting_now(window)
    return not holders


def _posting_now(window: Window) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("select ledger_posting_now(%s)", [window.id])
        return set(cursor.fetchone()[0])


def _params(window: Window, low: int, high: int) -> dict[str, Any]:
    return {
        "settling": list(SETTLING_KINDS),
        "kinds": ["clearing", *PAYABLE_KINDS],
        "window": window.id,
        "low": low,
        "high": high,
    }
