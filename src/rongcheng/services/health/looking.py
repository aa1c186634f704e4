"""Whom a request looked up (查过谁): a refused request leaves an access record, too.

What is refused is rolled back, and with it whatever it wrote. But the person was looked up, and
the refusal may tell something about her. So look-ups are noted beside the transaction, and where
it fails, the record is written after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from rongcheng.foundation.access.public import record_access
from rongcheng.web.actor import Actor

_looked: ContextVar[set[UUID] | None] = ContextVar("looked_up", default=None)


def note_look(person_id: UUID) -> None:
    """Note that this request found a person; costs nothing where nobody asks."""
    noted = _looked.get()
    if noted is not None:
        noted.add(person_id)


@contextmanager
def refusals_recorded(
    actor: Actor, application: str, purpose: str, request_id: str
) -> Iterator[None]:
    """Record whom the block looked up if it ends with an error; enter it before the transaction."""
    noted: set[UUID] = set()
    token = _looked.set(noted)
    done = False
    try:
        yield
        done = True
    finally:
        _looked.reset(token)
        if not done and noted:
            record_access(
                actor=actor,
                application=application,
                purpose=purpose,
                persons=noted,
                data_kinds=["lookup"],
                request_id=request_id,
            )
