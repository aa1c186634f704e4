"""A message at the door and what its transaction made of it (报文与结果)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from rongcheng.policy.errors import NoPolicyValue
from rongcheng.services.health.hsa.envelope import Envelope
from rongcheng.services.health.hsa.faults import DayNotGoverned, RegionMismatch
from rongcheng.services.health.hsa.fields import field_specs
from rongcheng.services.health.machines import Caller


class Message(NamedTuple):
    """A message at the door: who sent it, its envelope, its hash, when it came."""

    caller: Caller
    envelope: Envelope
    body_hash: bytes
    received: datetime
    trace_id: str


class Stream(NamedTuple):
    """A file that is answered as its bytes, not as a message."""

    filename: str
    content: bytes


class Done(NamedTuple):
    """A transaction's output, and whose data it read; `recorded` if the act already said so.

    A `stream` is answered in place of the output.
    """

    output: Any
    person_id: UUID | None = None
    data_kinds: tuple[str, ...] = ()
    recorded: bool = False
    stream: Stream | None = None


Act = Callable[[Message, dict[str, Any]], Done]
"""What answers a transaction: it takes the message and its checked input."""


def named(path: str) -> dict[str, str]:
    """Return path and Chinese name of a field, for a fault."""
    return {"path": path, "name": field_specs()[path.rsplit(".", 1)[-1]].zh}


def check_regions(message: Message, row: dict[str, Any], node: str) -> None:
    """Refuse a message whose node repeats the envelope's regions otherwise than they stand there.

    The messages of a stay name both regions twice; which of two to go by is not ours to choose.
    """
    envelope = message.envelope
    for field, expected in (
        ("insuplc_admdvs", envelope.insured_region),
        ("mdtrtarea_admvs", envelope.care_region),
    ):
        if row[field] != expected:
            raise RegionMismatch(
                **named(f"input.{node}.{field}"), given=row[field], expected=expected
            )


@contextmanager
def governed_by(path: str) -> Iterator[None]:
    """Name the field whose day no policy governs: nothing is decided, and nothing guessed."""
    try:
        yield
    except NoPolicyValue as missing:
        raise DayNotGoverned(
            **named(path), on=missing.params["on"], key=missing.params["key"]
        ) from missing
