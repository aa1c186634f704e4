"""Writes of the ledger (记账): money moves once, whole, and is never changed afterwards.

Each action may be repeated with the same arguments and gives the first answer again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from django.db import connection, transaction

from rongcheng.foundation.ledger.errors import (
    EntryUnbalanced,
    EntryUnknown,
    NoOpenWindow,
    WindowUnknown,
    ledger_refusals,
)
from rongcheng.foundation.ledger.models import LedgerEntry, Posting, Window
from rongcheng.foundation.ledger.queries import window_info
from rongcheng.foundation.ledger.types import PostingLine, WindowInfo
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.money import check_fen

LEDGER_POST = "select ledger_post(%s, %s, %s, %s, %s, %s, %s::text[], %s::bigint[], %s)"

CLOSE_WINDOW = """
-- Closes the window and opens the next in one statement: settlements wait from the moment when the
-- trigger asks for the window's lock until the commit, so nothing else may happen in between.
-- The row lock lets one closer through; whoever comes second finds it closed and does nothing.
with closed as (
    update ledger_window set closed_at = now() where id = %(window)s and closed_at is null
    returning metro)
insert into ledger_window (metro, seq, label, opened_at)
select metro, 0, %(label)s, now() from closed
"""


class _Draft(NamedTuple):
    """An entry before it is posted."""

    key: str
    metro: str
    kind: str
    reference: str
    occurred_at: datetime
    postings: Sequence[PostingLine]
    reverses: int | None = None


def post_entry(
    *,
    key: str,
    metro: str,
    kind: str,
    reference: str,
    occurred_at: datetime,
    postings: Sequence[PostingLine],
) -> int:
    """Move money between accounts (记账) and return the entry's id.

    The lines sum to zero; lines of zero are left out; accounts are made at their first use.
    Repeated with the same arguments it returns the same id. Raises KeyUsedForAnotherBody,
    EntryUnbalanced, NothingToPost, BalanceTooLow, NoOpenWindow, LineInvalid; then nothing moved.
    """
    return _post(_Draft(key, metro, kind, reference, occurred_at, postings))


def reverse_entry(*, entry_id: int, key: str, kind: str, occurred_at: datetime) -> int:
    """Cancel an entry by its mirror image (冲销) in the open window, and return the new id.

    Raises EntryUnknown, EntryAlreadyReversed, or BalanceTooLow where a personal account has
    already spent what the original gave it.
    """
    original = LedgerEntry.objects.filter(id=entry_id).first()
    if original is None:
        raise EntryUnknown(entry=entry_id)
    rows = Posting.objects.filter(entry_id=entry_id).order_by("line")
    lines = rows.values_list("account__code", "amount_fen")
    mirror = [PostingLine(code, -amount) for code, amount in lines]
    metro, reference = original.metro, original.reference
    return _post(_Draft(key, metro, kind, reference, occurred_at, mirror, entry_id))


def open_window(metro: str, label: str = "") -> WindowInfo:
    """Open the metro's first clearing window (开启清算期), or return the one that is open."""
    with transaction.atomic(), ledger_refusals(metro=metro):
        Window.objects.bulk_create(
            [_new_window(metro, label or str(get_clock().today()))], ignore_conflicts=True
        )
        return window_info(_the_open_window(metro))


def close_window(metro: str, *, seq: int | None = None, next_label: str = "") -> WindowInfo:
    """Close the open clearing window (关闭清算期), open the next, and return the closed one.

    Waits for postings under way, takes no longer for a full window than for an empty one. Name
    `seq` to be safe to repeat: a window that is already closed is returned as it is.
    Raises NoOpenWindow or WindowUnknown.
    """
    window = _the_open_window(metro) if seq is None else _window(metro, seq)
    label = next_label or str(get_clock().today())
    with ledger_refusals(metro=metro), connection.cursor() as cursor:
        cursor.execute(CLOSE_WINDOW, {"window": window.id, "label": label})
    window.refresh_from_db()
    return window_info(window)


def _post(draft: _Draft) -> int:
    for line in draft.postings:
        check_fen(line.amount_fen, line.code)
    total = sum(line.amount_fen for line in draft.postings)
    if total != 0:
        raise EntryUnbalanced(key=draft.key, sum_fen=total)
    codes = [line.code for line in draft.postings]
    amounts = [line.amount_fen for line in draft.postings]
    head = (draft.key, _body_hash(draft), *draft[1:5])
    refusals = ledger_refusals(key=draft.key, metro=draft.metro)
    with refusals, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LEDGER_POST, [*head, codes, amounts, draft.reverses])
        (entry_id,) = cursor.fetchone()
    return int(entry_id)


def _body_hash(draft: _Draft) -> bytes:
    # SHA-256 whatever the crypto suite: it compares contents and must not change with the suite.
    moment = draft.occurred_at.astimezone(UTC).isoformat()
    lines = [list(line) for line in draft.postings]
    body = [draft.metro, draft.kind, draft.reference, moment, lines, draft.reverses]
    return sha256(json.dumps(body, ensure_ascii=False).encode()).digest()


def _new_window(metro: str, label: str) -> Window:
    # The database's trigger sets number and time; these values only fill the columns.
    return Window(metro=metro, label=label, seq=0, opened_at=get_clock().now())


def _the_open_window(metro: str) -> Window:
    window = Window.objects.filter(metro=metro, closed_at__isnull=True).first()
    if window is None:
        raise NoOpenWindow(metro=metro)
    return window


def _window(metro: str, seq: int) -> Window:
    window = Window.objects.filter(metro=metro, seq=seq).first()
    if window is None:
        raise WindowUnknown(metro=metro, seq=seq)
    return window
