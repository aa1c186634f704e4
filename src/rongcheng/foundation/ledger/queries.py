"""Reads of the ledger (查账): what stands in an account, a window, an entry.

The ledger knows no persons, only account codes: whoever shows an account to somebody first asks
the row filter of the service or of people whether that actor may see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import QuerySet, Sum

from rongcheng.foundation.ledger.errors import EntryUnknown
from rongcheng.foundation.ledger.models import (
    LedgerAccount,
    LedgerEntry,
    PersonalBalance,
    Posting,
    Window,
)
from rongcheng.foundation.ledger.types import (
    PERSONAL_KINDS,
    EntryInfo,
    Movement,
    PostingLine,
    PostingRow,
    WindowInfo,
)
from rongcheng.kernel.clock import SHANGHAI

MOVEMENTS = """
-- Opening and movement of every account of the metro that moved up to the end of the window.
select a.code,
       coalesce(sum(p.amount_fen) filter (where w.seq < %(seq)s), 0)::bigint,
       coalesce(sum(p.amount_fen) filter (where w.seq = %(seq)s), 0)::bigint
  from ledger_window w
  join ledger_entry e on e.window_id = w.id
  join ledger_posting p on p.entry_id = e.id
  join ledger_account a on a.id = p.account_id
 where w.metro = %(metro)s and w.seq <= %(seq)s
 group by a.code
 order by a.code
"""

_POSTING_FIELDS = (
    "entry__occurred_at",
    "entry__key",
    "entry__kind",
    "entry__reference",
    "entry__window__seq",
    "line",
    "account__code",
    "amount_fen",
)


def balance(code: str) -> int:
    """Return what stands in an account, in fen; 0 for one that never moved.

    A stored figure for personal accounts, the sum of all postings for any other: cheap for the
    first, not for a fund's account.
    """
    return balances([code])[code]


def balances(codes: Iterable[str]) -> dict[str, int]:
    """Return what stands in each of these accounts, in fen, by at most two queries."""
    found = dict.fromkeys(codes, 0)
    personal = [code for code in found if code.partition(":")[0] in PERSONAL_KINDS]
    if personal:
        stored = PersonalBalance.objects.filter(account__code__in=personal)
        found.update(stored.values_list("account__code", "balance_fen"))
    others = [code for code in found if code.partition(":")[0] not in PERSONAL_KINDS]
    if others:
        summed = LedgerAccount.objects.filter(code__in=others, postings__isnull=False)
        totals = summed.values_list("code").annotate(total=Sum("postings__amount_fen"))
        found.update((code, int(total)) for code, total in totals)
    return found


def get_entry(entry_id: int) -> EntryInfo:
    """Return an entry with its lines; raises EntryUnknown."""
    for entry in _entries(LedgerEntry.objects.filter(id=entry_id)):
        return entry
    raise EntryUnknown(entry=entry_id)


def get_entries(ids: Iterable[int]) -> dict[int, EntryInfo]:
    """Return these entries with their lines by id, by two queries; unknown ones are left out."""
    return {entry.id: entry for entry in _entries(LedgerEntry.objects.filter(id__in=list(ids)))}


def list_entries(reference: str) -> list[EntryInfo]:
    """Return the entries of one business number (业务单号), oldest first, by two queries."""
    return list(_entries(LedgerEntry.objects.filter(reference=reference)))


def list_windows(metro: str) -> list[WindowInfo]:
    """Return the metro's clearing windows, oldest first; the last one is open."""
    return [window_info(row) for row in Window.objects.filter(metro=metro).order_by("seq")]


def list_movements(metro: str, seq: int) -> list[Movement]:
    """Return opening, movement and closing of every account at a window, by code."""
    with connection.cursor() as cursor:
        cursor.execute(MOVEMENTS, {"metro": metro, "seq": seq})
        rows = cursor.fetchall()
    return [Movement(code, opening, moved, opening + moved) for code, opening, moved in rows]


def list_postings(metro: str) -> Iterator[PostingRow]:
    """Yield every posting of a metro by moment, number, key and line, in portions.

    The order does not depend on when an entry came in: two ledgers of the same doings list alike.
    """
    rows = Posting.objects.filter(entry__metro=metro)
    ordered = rows.order_by("entry__occurred_at", "entry__reference", "entry__key", "line")
    for row in ordered.values_list(*_POSTING_FIELDS).iterator(chunk_size=2_000):
        yield PostingRow(row[0].astimezone(SHANGHAI), *row[1:])


def window_info(row: Window) -> WindowInfo:
    """Return a stored window as a plain value."""
    return WindowInfo(row.id, row.metro, row.seq, row.label, row.opened_at, row.closed_at)


def _entries(rows: QuerySet[LedgerEntry]) -> Iterator[EntryInfo]:
    entries = list(rows.select_related("window").order_by("id"))
    lines: dict[int, list[PostingLine]] = {entry.id: [] for entry in entries}
    postings = Posting.objects.filter(entry_id__in=lines).order_by("entry_id", "line")
    for entry_id, code, amount in postings.values_list("entry_id", "account__code", "amount_fen"):
        lines[entry_id].append(PostingLine(code, amount))
    for entry in entries:
        yield EntryInfo(
            id=entry.id,
            key=entry.key,
            metro=entry.metro,
            window_seq=entry.window.seq,
            kind=entry.kind,
            reference=entry.reference,
            occurred_at=entry.occurred_at,
            recorded_at=entry.recorded_at,
            reverses=entry.reverses_id,
            lines=tuple(lines[entry.id]),
        )
