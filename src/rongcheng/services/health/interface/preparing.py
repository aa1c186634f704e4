"""What must be asked elsewhere before a message's own transaction begins (先问远程核心).

A pool may decide by its own core. Nothing of ours may be open or locked while it is asked, and
what we intend must be kept first: so these acts are prepared before the door's transaction, which
then only records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rongcheng.services.health.cores.addresses import has_cores
from rongcheng.services.health.cores.recording import given_back
from rongcheng.services.health.interface import lost_answers, outpatient, stay_settlements
from rongcheng.services.health.interface.message import Message
from rongcheng.services.health.models import CancelledMessage, CoreCall, InterfaceMessage

Prepare = Callable[[Message, dict[str, Any]], CoreCall | None]

PREPARE: dict[str, Prepare] = {
    "2207": outpatient.prepare_settle,
    "2208": outpatient.prepare_reverse,
    "2304": stay_settlements.prepare_settle,
    "2305": stay_settlements.prepare_reverse,
    "2601": lost_answers.prepare_cancel,
}
"""The acts that settle or reverse, by transaction number."""


@contextmanager
def asked_before(message: Message, checked: dict[str, Any]) -> Iterator[None]:
    """Ask the core that decides, then record inside this block; nothing to do for other acts.

    A message that was answered before, or cancelled by 2601, is not asked about again.
    """
    prepare = PREPARE.get(message.envelope.infno) if has_cores() else None
    if prepare is None or _is_closed(message):
        yield
        return
    with given_back(prepare(message, checked)):
        yield


def _is_closed(message: Message) -> bool:
    wanted = {
        "institution_id": message.caller.place.code,
        "msgid": message.envelope.msgid,
    }
    answered = InterfaceMessage.objects.filter(**wanted)
    return answered.exists() or CancelledMessage.objects.filter(**wanted).exists()
