"""What happened to accounts (账号变动): written once, read by owner and office."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from rongcheng.foundation.people.choices import AccountEventKind
from rongcheng.foundation.people.models import Account, AccountEvent
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor


class AccountEventInfo(NamedTuple):
    """One thing that happened (变动); `by_label` is empty where the owner did it herself."""

    kind: str
    by_id: str
    by_label: str
    at: datetime


def note_event(account: Account, kind: str, by: Actor | None = None) -> None:
    """Write what happened to an account, and by whom if it was somebody else."""
    AccountEvent.objects.create(
        account=account,
        kind=AccountEventKind(kind),
        by_id=by.id if by else "",
        by_label=by.label if by else "",
        at=get_clock().now(),
    )


def list_events(account: Account, most: int = 20) -> list[AccountEventInfo]:
    """Return what happened to an account, newest first."""
    rows = AccountEvent.objects.filter(account=account).order_by("-id")[:most]
    return [AccountEventInfo(row.kind, row.by_id, row.by_label, row.at) for row in rows]
