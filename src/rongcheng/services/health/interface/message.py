"""A message at the door and what its transaction made of it (报文与结果)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from rongcheng.services.health.hsa.envelope import Envelope
from rongcheng.services.health.machines import Caller


class Message(NamedTuple):
    """A message at the door: who sent it, its envelope, its hash, when it came."""

    caller: Caller
    envelope: Envelope
    body_hash: bytes
    received: datetime
    trace_id: str


class Done(NamedTuple):
    """A transaction's output, and whose data it read; `recorded` if the act already said so."""

    output: Any
    person_id: UUID | None = None
    data_kinds: tuple[str, ...] = ()
    recorded: bool = False
