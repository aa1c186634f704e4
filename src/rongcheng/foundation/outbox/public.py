"""The outbox's one door (发件箱对外接口): emit and handle events, tell residents.

To know first: `emit` belongs into the transaction of what happened; a handler gets a batch of one
topic and must leave anything outside our database safe to repeat.
"""

from __future__ import annotations

from rongcheng.foundation.outbox.actions import emit, mark_read, notify, retry
from rongcheng.foundation.outbox.clear_text import refuse_id_numbers
from rongcheng.foundation.outbox.drain import drain
from rongcheng.foundation.outbox.errors import ClearIdNumber, NotInTransaction
from rongcheng.foundation.outbox.queries import (
    Backlog,
    get_backlog,
    list_dead_events,
    notices_of,
)
from rongcheng.foundation.outbox.registry import register, unregister
from rongcheng.foundation.outbox.types import DeadEvent, Event, Handler, NoticeInfo

__all__ = [
    "Backlog",
    "ClearIdNumber",
    "DeadEvent",
    "Event",
    "Handler",
    "NotInTransaction",
    "NoticeInfo",
    "drain",
    "emit",
    "get_backlog",
    "list_dead_events",
    "mark_read",
    "notices_of",
    "notify",
    "refuse_id_numbers",
    "register",
    "retry",
    "unregister",
]
