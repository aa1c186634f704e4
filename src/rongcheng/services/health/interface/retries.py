"""A message sent again gets its first answer (重试): kept sealed, found by its message id.

The answer is sealed together with whose data it shows, so that showing it again leaves another
access record: a second look is a look. A message that 2601 cancelled is answered no more.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from rongcheng.foundation.access.public import record_access
from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.dates import format_datetime
from rongcheng.services.health.hsa.faults import MessageCancelled, MsgidReused
from rongcheng.services.health.interface.message import Done, Message
from rongcheng.services.health.models import CancelledMessage, InterfaceMessage
from rongcheng.services.health.types import Place

MESSAGE_LOCKS = 7102
"""First key of the advisory locks that let one message in at a time for each msgid."""

REVERSIBLE = frozenset({"2207", "2304", "2401"})
"""What 2601 may cancel: only these are looked up among the cancelled."""


class KeptAnswer(NamedTuple):
    """An accepted message: its transaction and hash, the answer, and whose data that shows."""

    infno: str
    body_hash: bytes
    answer: dict[str, Any]
    person: str
    data_kinds: list[str]


def lock_message(msgid: str) -> None:
    """Let nobody else act on this message id until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", [MESSAGE_LOCKS, msgid])


def find_kept(place: Place, msgid: str) -> KeptAnswer | None:
    """Return an accepted message of this institution, opened, or None."""
    found = InterfaceMessage.objects.filter(institution_id=place.code, msgid=msgid).first()
    if found is None:
        return None
    kept = json.loads(get_suite().open(bytes(found.answer_sealed), msgid.encode()))
    return KeptAnswer(
        found.infno, bytes(found.body_hash), kept["answer"], kept["person"], kept["data_kinds"]
    )


def find_cancelled(place: Place, msgid: str) -> CancelledMessage | None:
    """Return what 2601 left of a message of this institution, or None."""
    return CancelledMessage.objects.filter(institution_id=place.code, msgid=msgid).first()


def earlier_answer(message: Message) -> dict[str, Any] | None:
    """Return the stored answer of this msgid; another body under it is refused.

    A message that was cancelled is refused too, whether it had been done or comes late.
    """
    msgid, place = message.envelope.msgid, message.caller.place
    lock_message(msgid)
    if message.envelope.infno in REVERSIBLE:
        cancelled = find_cancelled(place, msgid)
        if cancelled is not None:
            raise MessageCancelled(msgid=msgid, at=format_datetime(cancelled.cancelled_at))
    kept = find_kept(place, msgid)
    if kept is None:
        return None
    if kept.body_hash != message.body_hash:
        raise MsgidReused(msgid=msgid)
    if kept.person:
        _record(message, UUID(kept.person), kept.data_kinds)
    return kept.answer


def keep_answer(message: Message, answer: dict[str, Any], done: Done) -> None:
    """Seal the answer for a retry and record whose data it showed."""
    msgid = message.envelope.msgid
    kept = {
        "answer": answer,
        "person": "" if done.person_id is None else str(done.person_id),
        "data_kinds": list(done.data_kinds),
    }
    plain = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
    InterfaceMessage.objects.create(
        institution_id=message.caller.place.code,
        msgid=msgid,
        infno=message.envelope.infno,
        body_hash=message.body_hash,
        answer_sealed=get_suite().seal(plain, msgid.encode()),
        received_at=message.received,
    )
    if done.person_id is not None and not done.recorded:
        _record(message, done.person_id, done.data_kinds)


def _record(message: Message, person_id: UUID, data_kinds: tuple[str, ...] | list[str]) -> None:
    record_access(
        actor=message.caller.actor,
        application="hsa",
        purpose=message.envelope.infno,
        persons=[person_id],
        data_kinds=data_kinds,
        request_id=message.trace_id,
    )
