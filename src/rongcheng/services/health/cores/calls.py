"""The record of calls to a pool's core (往来记录): kept before sending, moved step by step.

Each function is one short transaction of its own, so that nothing is open or locked while a core
is asked. A step that another process has taken meanwhile is not taken again.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from django.db import transaction

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.crypto import get_suite
from rongcheng.services.health.cores.messages import (
    answer_from_json,
    answer_to_json,
    order_from_json,
)
from rongcheng.services.health.cores.port import CoreAnswer, Order
from rongcheng.services.health.models import CoreCall
from rongcheng.web.actor import Actor

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=10)
MOST_ATTEMPTS = 8
CANCEL_MARK = "X"


class CallState(IntEnum):
    """Where a call stands; CANCELLING until the core has confirmed that nothing stands there."""

    INTENDED = 1
    SENT = 2
    UNKNOWN = 3
    ANSWERED = 4
    REFUSED = 5
    RECORDED = 6
    CANCELLING = 7
    CANCELLED = 8


WAITING = (CallState.INTENDED, CallState.SENT, CallState.UNKNOWN, CallState.ANSWERED)
OPEN = (*WAITING, CallState.CANCELLING)
ASKED = (CallState.SENT, CallState.UNKNOWN)


def cancel_key(call: CoreCall) -> str:
    """Return the key under which a call is taken back: always the same one."""
    return str(call.key) + CANCEL_MARK


def seal(key: str, part: str, plain: dict[str, Any]) -> bytes:
    """Return a question or an answer sealed under its call's key."""
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return get_suite().seal(text.encode(), f"health.core.{part}:{key}".encode())


def question_of(call: CoreCall) -> dict[str, Any]:
    """Return what the core was asked, and beside it what our own book made of it."""
    context = f"health.core.question:{call.key}".encode()
    plain: dict[str, Any] = json.loads(get_suite().open(bytes(call.question_sealed), context))
    return plain


def order_of(call: CoreCall) -> Order:
    """Return the order of a settlement's call."""
    return order_from_json(question_of(call)["order"])


def answer_of(call: CoreCall) -> CoreAnswer:
    """Return what the core answered; only a call that was answered has it."""
    context = f"health.core.answer:{call.key}".encode()
    plain = json.loads(get_suite().open(bytes(call.answer_sealed), context))
    return answer_from_json(plain, call.key)


def move(call: CoreCall, sources: tuple[CallState, ...], target: CallState, **changes: Any) -> bool:
    """Bring a call from one of these states to another; False if it stands elsewhere by now.

    Durable: what comes next may leave this machine, so the step must be committed when it returns.
    """
    with transaction.atomic(durable=True):
        row = CoreCall.objects.select_for_update().get(pk=call.pk)
        taken = row.state in sources
        if taken:
            for name, value in {**changes, "state": int(target)}.items():
                setattr(row, name, value)
            row.save()
    refresh(call, row)
    return taken


def refresh(call: CoreCall, row: CoreCall) -> None:
    """Let a call that is held in memory say what its row says."""
    for field in CoreCall._meta.concrete_fields:
        setattr(call, field.attname, getattr(row, field.attname))


def note_asked(call: CoreCall) -> None:
    """Note that the hospital asks again: it wants its answer, so nothing is given up now."""
    now = get_clock().now()
    CoreCall.objects.filter(pk=call.pk).update(asked_at=now)
    call.asked_at = now


def note_sent(call: CoreCall) -> bool:
    """Note, before sending, that from now on the core may know the key."""
    now = get_clock().now()
    sources = (CallState.INTENDED, *ASKED)
    return move(call, sources, CallState.SENT, sent_at=now, next_try_at=now + FIRST_WAIT)


def note_unknown(call: CoreCall, why: str) -> None:
    """Note that no usable answer came: what the core did is unknown."""
    move(call, ASKED, CallState.UNKNOWN, reason=why[:40])


def note_answer(call: CoreCall, answer: CoreAnswer) -> bool:
    """Keep an answer; the first one stands."""
    return move(
        call,
        ASKED,
        CallState.ANSWERED,
        answer_sealed=seal(call.key, "answer", answer_to_json(answer)),
        edition=answer.edition[:64],
        answered_at=get_clock().now(),
        next_try_at=get_clock().now() + FIRST_WAIT,
        reason="",
        attempts=0,
    )


def note_refusal(call: CoreCall, answer: CoreAnswer, difference: dict[str, Any]) -> bool:
    """Keep a refusal; the core holds nothing under the key."""
    return move(
        call,
        ASKED,
        CallState.REFUSED,
        answer_sealed=seal(call.key, "answer", answer_to_json(answer)),
        answered_at=get_clock().now(),
        difference=difference,
        reason="",
    )


def note_cancelling(call: CoreCall, why: str, **changes: Any) -> bool:
    """Decide that this call shall not stand; from here on it cannot be recorded any more."""
    if move(call, (CallState.INTENDED,), CallState.CANCELLED, reason=why[:40]):
        return True  # Nothing was ever sent.
    sources = (*ASKED, CallState.ANSWERED)
    now = get_clock().now()
    return move(call, sources, CallState.CANCELLING, reason=why[:40], next_try_at=now, **changes)


def note_cancelled(call: CoreCall) -> bool:
    """Note that nothing stands under the key at the core, and nothing ever will."""
    return move(call, (CallState.CANCELLING,), CallState.CANCELLED, attempts=0)


def postpone(call: CoreCall, *, wrong: bool, why: str) -> None:
    """Let a call wait, longer each time; one with wrong answers only is set aside in the end.

    A core that is merely down never uses up the attempts: however long it lasts, the catching up
    goes on by itself.
    """
    tries, attempts = call.tries + 1, call.attempts + int(wrong)
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(tries - 1, 10))
    CoreCall.objects.filter(pk=call.pk).update(
        tries=tries,
        attempts=attempts,
        dead=attempts >= MOST_ATTEMPTS,
        reason=why[:40] or call.reason,
        next_try_at=get_clock().now() + wait,
    )


def revive(call: CoreCall) -> bool:
    """Give a call that was set aside all its attempts again, due at once."""
    revived = CoreCall.objects.filter(pk=call.pk, state__in=OPEN).update(
        dead=False, attempts=0, tries=0, next_try_at=get_clock().now()
    )
    return revived == 1


def find_call(institution: str, request_id: str) -> CoreCall | None:
    """Return the call that a request of an institution made, or None."""
    return CoreCall.objects.filter(institution_id=institution, request_id=request_id).first()


def visible_calls(actor: Actor) -> Any:
    """Return the calls that this actor may see.

    The coordination office those of its metro, a desk those of its institution, the system all.
    """
    rows = CoreCall.objects.all()
    if actor.kind == "system":
        return rows
    if actor.role == "office":
        return rows.filter(metro=actor.metro)
    if actor.kind == "machine" or actor.role == "desk":
        return rows.filter(institution_id=actor.institution) if actor.institution else rows.none()
    return rows.none()


def is_stale(call: CoreCall, now: datetime, limit: timedelta) -> bool:
    """Say whether the hospital has not asked for so long that it will not any more."""
    return call.asked_at + limit <= now
