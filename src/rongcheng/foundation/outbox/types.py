"""The outbox's plain values (发件箱数据类型)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID


class Event(NamedTuple):
    """Something that happened (事件), as a handler receives it."""

    id: int
    topic: str
    key: str
    payload: Mapping[str, Any]
    created_at: datetime
    attempts: int


class DeadEvent(NamedTuple):
    """An event whose delivery was given up (停止投递的事件), waiting for `retry`."""

    id: int
    topic: str
    key: str
    created_at: datetime
    attempts: int
    last_error: str


class NoticeInfo(NamedTuple):
    """A notice as a page shows it (通知); `read_at` is None until it was read."""

    id: int
    person_id: UUID
    title_key: str
    params: Mapping[str, Any]
    created_at: datetime
    read_at: datetime | None


Handler = Callable[[Sequence[Event]], None]
"""Takes a batch of events of one topic; runs in the transaction that deletes them."""
