"""Closes a clearing period in one step (一键清算): close, net, and where each window stands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection

from rongcheng.foundation.ledger.actions import close_window
from rongcheng.foundation.ledger.clearing.acts import (
    Draft,
    find_act,
    one_at_a_time,
    record_act,
)
from rongcheng.foundation.ledger.clearing.disputes import clear_off_disputes
from rongcheng.foundation.ledger.clearing.errors import PeriodClosedBefore, PeriodInFuture
from rongcheng.foundation.ledger.clearing.netting import net_closed_windows
from rongcheng.foundation.ledger.clearing.positions import find_window
from rongcheng.foundation.ledger.clearing.types import PAYABLE_KINDS, State, WindowStatus
from rongcheng.foundation.ledger.errors import NoOpenWindow, WindowUnknown
from rongcheng.foundation.ledger.models import ClearingAct, Window
from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.web.actor import Actor

_LAST = 2**31 - 1
STATUSES = """
-- For each window: who closed it, its netting, and how much of what is due was confirmed and paid.
with act as (
    select a.seq,
           max(a.note) filter (where a.kind = 'close') as until,
           max(a.at) filter (where a.kind = 'close') as closed_act_at,
           max(a.actor_label) filter (where a.kind = 'close') as closed_by,
           bool_or(a.kind = 'net') as netted,
           max(a.entry_id) filter (where a.kind = 'net') as entry,
           coalesce(sum(a.amount_fen) filter (where a.kind in ('pay', 'receive')), 0) as confirmed,
           count(*) filter (where a.kind = 'pay_institution') as paid
      from ledger_clearing_act a
     where a.metro = %(metro)s and a.seq between %(first)s and %(last)s group by a.seq),
net as (
    select act.seq, sum(abs(p.amount_fen)) as amount
      from act join ledger_posting p on p.entry_id = act.entry
      join ledger_account c on c.id = p.account_id and c.kind = 'net' group by act.seq),
due as (
    select w.id, count(*) as institutions
      from ledger_window w join ledger_position p on p.window_id = w.id
     where w.metro = %(metro)s and w.seq between %(first)s and %(last)s
       and p.kind = any(%(payable)s) and p.movement_fen + p.carried_fen > 0 group by w.id)
select w.seq, w.label, w.opened_at, w.closed_at, act.until,
       coalesce(act.closed_act_at, w.closed_at), coalesce(act.closed_by, ''),
       coalesce(act.netted, false),
       coalesce(net.amount, 0) = coalesce(act.confirmed, 0)
           and coalesce(due.institutions, 0) = coalesce(act.paid, 0),
       act.entry
  from ledger_window w
  left join act on act.seq = w.seq
  left join net on net.seq = w.seq
  left join due on due.id = w.id
 where w.metro = %(metro)s and w.seq between %(first)s and %(last)s
 order by w.seq desc
"""


def close_period(metro: str, until: date, actor: Actor, *, seq: int | None = None) -> int:
    """Close the open window for the period up to `until`, net it, and return its number.

    Safe to repeat: the same day, or the same `seq`, is the same window; what a stopped run left
    undone is done now. Without `seq` a day before the last closed one is refused. Raises
    PeriodInFuture, PeriodClosedBefore, NoOpenWindow, WindowUnknown.
    """
    today = get_clock().today()
    if until > today:
        raise PeriodInFuture(until=until, today=today)
    with one_at_a_time(metro):
        chosen = _closed_before(metro, until) if seq is None else seq
        if chosen is None:
            chosen = _open_seq(metro)
        if find_window(metro, chosen).closed_at is None:
            # First what may wait: the window stands still only from here to the commit.
            clear_off_disputes(metro, actor)
            key = f"clearing:close:{metro}:{chosen}"
            draft = Draft(key, metro, chosen, "close", metro, note=until.isoformat())
            if find_act(key) is None:
                record_act(draft, actor)
            following = until + timedelta(days=1)
            close_window(metro, seq=chosen, next_label=following.isoformat())
    net_closed_windows(metro, actor)
    return chosen


def list_statuses(metro: str) -> list[WindowStatus]:
    """Return how far each of the metro's windows is, newest first, in one query."""
    return _statuses(metro, 0, _LAST)


def find_status(metro: str, seq: int) -> WindowStatus:
    """Return how far one window is; raises WindowUnknown."""
    for status in _statuses(metro, seq, seq):
        return status
    raise WindowUnknown(metro=metro, seq=seq)


def _statuses(metro: str, first: int, last: int) -> list[WindowStatus]:
    words: dict[str, Any] = {
        "metro": metro,
        "payable": list(PAYABLE_KINDS),
        "first": first,
        "last": last,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATUSES, words)
        return [_status(row) for row in cursor.fetchall()]


def _status(row: tuple[Any, ...]) -> WindowStatus:
    seq, label, opened_at, closed_at, until, act_at, closed_by, netted, settled, entry = row
    state: State = "open" if closed_at is None else "closed"
    if netted:
        state = "paid" if settled else "netted"
    day = date.fromisoformat(until) if until else None
    on = act_at.astimezone(SHANGHAI).date() if closed_at else None
    return WindowStatus(seq, label, opened_at, closed_at, day, on, closed_by, state, entry)


def _closed_before(metro: str, until: date) -> int | None:
    """Return the window that was closed for this day, or None if the open one is meant."""
    closings = ClearingAct.objects.filter(metro=metro, kind="close").order_by("seq")
    days = {act.note: act.seq for act in reversed(closings)}
    if until.isoformat() in days:
        return days[until.isoformat()]
    last = max(days, default="")
    if until.isoformat() < last:
        raise PeriodClosedBefore(metro=metro, until=until, last=last)
    return None


def _open_seq(metro: str) -> int:
    window = Window.objects.filter(metro=metro, closed_at__isnull=True).first()
    if window is None:
        raise NoOpenWindow(metro=metro)
    return window.seq
