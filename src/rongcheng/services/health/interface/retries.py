"""A message sent again gets its first answer (重试): kept sealed, found by its message id.

The answer is sealed together with whose data it shows, so that showing it again leaves another
access record: a second look is a look.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db import connection

from rongcheng.foundation.access.public import record_access
from rongcheng.kernel.crypto import get_suite
from rongcheng.services.health.hsa.faults import MsgidReused
from rongcheng.services.health.interface.message import Done, Message
from rongcheng.services.health.models import InterfaceMessage

MESSAGE_LOCKS = 7102
"""First key of the advisory locks that let one message in at a time for each msgid."""


def earlier_answer(message: Message) -> dict[str, Any] | None:
    """Return the stored answer of this msgid; another body under it is refused."""
    msgid = message.envelope.msgid
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", [MESSAGE_LOCKS, msgid])
    found = InterfaceMessage.objects.filter(
        institution_id=message.caller.place.code, msgid=msgid
    ).first()
    if found is None:
        return None
    if bytes(found.body_hash) != message.body_hash:
        raise MsgidReused(msgid=msgid)
    kept = json.loads(get_suite().open(bytes(found.answer_sealed), msgid.encode()))
    if kept["person"]:
        _record(message, UUID(kept["person"]), kept["data_kinds"])
    answer: dict[str, Any] = kept["answer"]
    return answer


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
