"""Catches up with the pools' own cores (补办): no call stays open, whatever broke when it was made.

A settlement whose hospital never came back for its answer charged nobody: it is taken back at the
core. A reversal that the core made is finished in our books, because there it cannot be unmade.
Bounded, with growing waits; a call that only ever gets unusable answers is set aside for people.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction

from rongcheng.foundation.institutions.public import get_institution
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import PeerError, RongchengError
from rongcheng.services.health.cores import calls
from rongcheng.services.health.cores.addresses import addresses, has_cores
from rongcheng.services.health.cores.calls import CallState
from rongcheng.services.health.cores.cancelling import confirm_cancelled
from rongcheng.services.health.cores.errors import CoreNotAnswering
from rongcheng.services.health.cores.messages import REVERSE
from rongcheng.services.health.cores.questions import put_question
from rongcheng.services.health.domain.stay_lifecycle import StayState
from rongcheng.services.health.models import CoreCall, Visit
from rongcheng.services.health.queries import place_of_institution
from rongcheng.services.health.settling.reversing import reverse_settlement
from rongcheng.services.health.settling.stays import reverse_stay
from rongcheng.services.health.types import SettlementRequest
from rongcheng.web.actor import Actor

BATCH = 50
LEASE = timedelta(seconds=60)
UNUSABLE = ("wrong", "key_", "unreadable", "too_large")
"""How the reasons begin that come from an answer; the others are silence, which uses up nothing."""


class CaughtUp(NamedTuple):
    """How many calls came to their end, how many still wait, how many are set aside."""

    done: int
    waiting: int
    aside: int


def catch_up(limit: int = BATCH) -> CaughtUp:
    """Bring up to `limit` due calls as far as they go now; safe beside any number of others."""
    done = 0
    if has_cores():
        for call in _claim(limit):
            # A core that is down or wrong stops its own call only.
            with suppress(PeerError):
                bring_on(call)
            done += call.state not in calls.OPEN
    rows = CoreCall.objects.filter(state__in=calls.OPEN)
    return CaughtUp(done, rows.filter(dead=False).count(), rows.filter(dead=True).count())


def catch_up_cores() -> CaughtUp:
    """Bring on everything that is open now, due or not: for the command line."""
    CoreCall.objects.filter(state__in=calls.OPEN, dead=False).update(next_try_at=get_clock().now())
    return catch_up(limit=10_000)


def bring_on_now(call: CoreCall) -> None:
    """Bring one call on at once, for a person who asks for it; harmless however often."""
    calls.revive(call)
    call.refresh_from_db()
    with suppress(PeerError):
        bring_on(call)


def _claim(limit: int) -> list[CoreCall]:
    """Take due calls of the cores that we know; another worker leaves them alone for a while."""
    now = get_clock().now()
    with transaction.atomic():
        rows = list(
            CoreCall.objects.select_for_update(skip_locked=True)
            .filter(
                state__in=calls.OPEN, dead=False, next_try_at__lte=now, pool__in=list(addresses())
            )
            .order_by("next_try_at", "id")[:limit]
        )
        CoreCall.objects.filter(pk__in=[row.pk for row in rows]).update(next_try_at=now + LEASE)
    return rows


def bring_on(call: CoreCall) -> None:
    """Bring one call a step on: ask again, take back, or finish. Raises a `PeerError`."""
    if _is_given_up(call):
        if call.state == CallState.ANSWERED and call.operation == REVERSE:
            _finish_reversal(call)
            return
        calls.note_cancelling(call, "given_up")
    if call.state == CallState.CANCELLING:
        confirm_cancelled(call)
    if call.state in calls.ASKED:
        _ask_again(call)
    elif call.state in (CallState.INTENDED, CallState.ANSWERED):
        # Whether it is wanted still is the hospital's to say, until it is given up.
        _look_again_later(call)


def _is_given_up(call: CoreCall) -> bool:
    """Say whether the hospital has been silent so long that it will not come back."""
    if call.state not in calls.WAITING:
        return False
    limit = timedelta(minutes=addresses()[call.pool].give_up_minutes)
    return calls.is_stale(call, get_clock().now(), limit)


def _ask_again(call: CoreCall) -> None:
    try:
        put_question(call)
    except CoreNotAnswering:
        calls.postpone(call, wrong=call.reason.startswith(UNUSABLE), why=call.reason)
        raise
    except RongchengError:
        return  # Refused, barred, or wrong and being taken back: the call itself says so.


def _look_again_later(call: CoreCall) -> None:
    limit = timedelta(minutes=addresses()[call.pool].give_up_minutes)
    due = call.asked_at + limit
    CoreCall.objects.filter(pk=call.pk, state=call.state).update(
        next_try_at=max(due, get_clock().now() + calls.FIRST_WAIT)
    )


def _finish_reversal(call: CoreCall) -> None:
    """Record in our books the reversal that the core has made, as the hospital had asked for."""
    institution = get_institution(call.institution_id)
    place = place_of_institution(institution)
    request = SettlementRequest(
        psn_no=call.psn_no,
        kind=0,
        disease_code="",
        charges=(),
        account_use=0,
        request_id=call.request_id,
        request_hash=bytes(call.request_hash),
    )
    actor = Actor(
        "machine",
        place.code,
        label=place.name,
        city=place.city,
        institution=place.code,
        metro=place.metro,
    )
    stays = Visit.objects.filter(mdtrt_id=call.mdtrt_id, state__in=list(StayState))
    reverse = reverse_stay if stays.exists() else reverse_settlement
    try:
        reverse(place, call.of_key, call.mdtrt_id, request, actor, trace_id=f"catch-up-{call.key}")
    except PeerError:
        raise
    except RongchengError as fault:
        calls.postpone(call, wrong=True, why=fault.code)
    call.refresh_from_db()
