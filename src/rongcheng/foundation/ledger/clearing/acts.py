"""Acts of clearing (清算经办): each is done once, in line with the others, and says who did it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection, transaction

from rongcheng.foundation.ledger.clearing.errors import (
    ActConflict,
    AmountNotPositive,
    BankReferenceInvalid,
    ReasonInvalid,
)
from rongcheng.foundation.ledger.models import ClearingAct
from rongcheng.foundation.outbox.public import ClearIdNumber, refuse_id_numbers
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.money import check_fen
from rongcheng.web.actor import Actor

_REFERENCE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{3,63}", re.ASCII)
_SHORTEST_REASON, _LONGEST_REASON = 2, 500
# Space of the advisory locks of clearing, beside 21059 of the windows.
_ACTS = 21060


class Draft(NamedTuple):
    """An act before it is recorded; `number` is how its error names it."""

    key: str
    metro: str
    seq: int
    kind: str
    subject: str
    amount_fen: int = 0
    note: str = ""


@contextmanager
def one_at_a_time(metro: str) -> Iterator[None]:
    """Let one act of a metro's clearing run at a time, in a transaction of its own.

    Settlements never take this lock, so they do not wait for it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", [_ACTS, metro])
        yield


def find_act(key: str) -> ClearingAct | None:
    """Return the act of this key, or None if it is not done yet."""
    return ClearingAct.objects.filter(key=key).first()


def earlier_act(draft: Draft) -> ClearingAct | None:
    """Return the same act if it was done before; raises ActConflict if its content differs."""
    found = find_act(draft.key)
    if found is not None and found.amount_fen != draft.amount_fen:
        raise ActConflict(number=draft.note or draft.subject)
    return found


def record_act(draft: Draft, actor: Actor, entry_id: int | None = None) -> ClearingAct:
    """Keep who did what, and the entry that it moved money by."""
    return ClearingAct.objects.create(
        **draft._asdict(),
        entry_id=entry_id,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        at=get_clock().now(),
    )


def check_reference(given: str) -> str:
    """Return a bank reference fit to be a key; raises BankReferenceInvalid."""
    reference = given.strip()
    if not _REFERENCE.fullmatch(reference) or _names_a_person(reference):
        raise BankReferenceInvalid()
    return reference


def check_reason(given: str) -> str:
    """Return a reason fit to be kept; raises ReasonInvalid."""
    reason = " ".join(given.split())
    too_short_or_long = not _SHORTEST_REASON <= len(reason) <= _LONGEST_REASON
    if too_short_or_long or _names_a_person(reason):
        raise ReasonInvalid()
    return reason


def check_amount(amount_fen: int) -> int:
    """Return an amount above zero and in range; raises AmountNotPositive or AmountOutOfRange."""
    check_fen(amount_fen, "amount")
    if amount_fen <= 0:
        raise AmountNotPositive()
    return amount_fen


def _names_a_person(text: str) -> bool:
    try:
        refuse_id_numbers(text, "clearing")
    except ClearIdNumber:
        return True
    return False
