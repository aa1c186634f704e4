"""Takes calls back at the core (取消往来): what nobody was charged for shall stand nowhere.

A cancelled call is reversed at the core even where the core never heard of it: that bars its key,
so that a message which is still on its way cannot settle afterwards.
"""

from __future__ import annotations

import time

from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.cores import calls
from rongcheng.services.health.cores.addresses import address_of
from rongcheng.services.health.cores.calls import CallState
from rongcheng.services.health.cores.errors import CoreNotAnswering
from rongcheng.services.health.cores.health import let_through, note_failure, note_success
from rongcheng.services.health.cores.messages import REVERSE
from rongcheng.services.health.cores.port import KeyRefused, NoAnswer
from rongcheng.services.health.cores.remote import RemoteCore
from rongcheng.services.health.models import CoreCall


def confirm_cancelled(call: CoreCall) -> bool:
    """Have the core take a cancelled call back; True once it has confirmed.

    Raises `CoreNotAnswering`; the catching up goes on until it is confirmed. A reversal that the
    core made after all is not cancelled: it becomes unknown again and is finished.
    """
    port = RemoteCore(address_of(call.pool))
    again = let_through(call.pool)
    if again is not None:
        raise CoreNotAnswering(pool=call.pool, again_zh="稍后", again_en="later")
    started = time.monotonic()
    try:
        port.reverse(calls.cancel_key(call), call.key)
    except KeyRefused as refused:
        note_success(call.pool, int((time.monotonic() - started) * 1000))
        if call.operation == REVERSE and refused.why == "is_reversal":
            calls.move(call, (CallState.CANCELLING,), CallState.UNKNOWN, reason="made_after_all")
            return False
        if refused.why != "reversed":
            calls.postpone(call, wrong=True, why=f"key_{refused.why}")
            return False
    except NoAnswer as silence:
        note_failure(call.pool, silence.why)
        wrong = silence.why in {"unreadable", "too_large"}
        calls.postpone(call, wrong=wrong, why=silence.why)
        raise CoreNotAnswering(pool=call.pool, again_zh="稍后", again_en="later") from silence
    else:
        note_success(call.pool, int((time.monotonic() - started) * 1000))
    return calls.note_cancelled(call)


def cancel_request(institution: str, request_id: str) -> CoreCall | None:
    """Cancel what a request may have begun at a core (冲正), None where no core was asked.

    Nothing is sent here, so it may stand in the transaction of a reversal by 2601: from its
    commit on the request can no longer be recorded, and the catching up has the core confirm.
    """
    call = (
        CoreCall.objects.select_for_update()
        .filter(institution_id=institution, request_id=request_id)
        .first()
    )
    if call is None:
        return None
    target = {
        CallState.INTENDED: CallState.CANCELLED,
        CallState.SENT: CallState.CANCELLING,
        CallState.UNKNOWN: CallState.CANCELLING,
        CallState.ANSWERED: CallState.CANCELLING,
    }.get(CallState(call.state))
    if target is not None:
        call.state, call.reason = int(target), "2601"
        call.next_try_at = get_clock().now()
        call.save(update_fields=["state", "reason", "next_try_at"])
    return call
