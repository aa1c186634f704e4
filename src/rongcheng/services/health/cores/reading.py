"""Reads of the calls to the pools' own cores (往来查询), for checks and pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.cores import calls
from rongcheng.services.health.cores.calls import OPEN, CallState, visible_calls
from rongcheng.services.health.cores.errors import CoreCallUnknown
from rongcheng.services.health.cores.health import Health, health_of
from rongcheng.services.health.cores.messages import SETTLE, answer_from_json
from rongcheng.services.health.cores.port import REMOTE, CoreAnswer
from rongcheng.services.health.domain.types import SettledAmounts
from rongcheng.services.health.models import CoreCall
from rongcheng.web.actor import Actor


class CoreView(NamedTuple):
    """A pool's core as the office sees it."""

    pool: str
    configured: bool
    health: Health
    waiting: int
    set_aside: int


class CallView(NamedTuple):
    """One call with both sides: what our book made of it, and what the core answered."""

    call: CoreCall
    ours: CoreAnswer
    theirs: CoreAnswer | None


def amounts_decided_elsewhere(setl_ids: list[str]) -> dict[str, SettledAmounts]:
    """Return the amounts that remote cores decided, by settlement; no entry where none did."""
    found = CoreCall.objects.filter(key__in=setl_ids, operation=SETTLE, state=CallState.RECORDED)
    return {call.key: calls.answer_of(call).amounts for call in found}


def find_recorded(setl_id: str) -> CoreCall | None:
    """Return the call behind a settlement that a remote core decided, None for one of ours."""
    return CoreCall.objects.filter(key=setl_id, state=CallState.RECORDED).first()


def remote_pools(book: PolicyBook) -> list[str]:
    """Return the pools of a metro that decide by a core of their own."""
    return [pool.code for pool in book.pools() if pool.core == REMOTE]


def list_cores(book: PolicyBook, configured: Iterable[str]) -> list[CoreView]:
    """Return how each pool's own core of a metro is doing."""
    known = set(configured)
    return [
        CoreView(
            pool,
            pool in known,
            health_of(pool),
            CoreCall.objects.filter(pool=pool, state__in=OPEN, dead=False).count(),
            CoreCall.objects.filter(pool=pool, state__in=OPEN, dead=True).count(),
        )
        for pool in remote_pools(book)
    ]


def list_waiting(actor: Actor) -> Any:
    """Return the calls that are not settled either way, oldest first."""
    return visible_calls(actor).filter(state__in=OPEN).order_by("created_at", "id")


def list_differences(actor: Actor) -> Any:
    """Return the calls in which core and policy book parted, newest first."""
    return visible_calls(actor).exclude(difference={}).order_by("-created_at", "-id")


def get_call(actor: Actor, key: str) -> CallView:
    """Return one call with both sides, or say that it is unknown."""
    call = visible_calls(actor).filter(key=key).select_related("institution").first()
    if call is None:
        raise CoreCallUnknown(key=key)
    ours = answer_from_json(calls.question_of(call)["ours"], call.key)
    theirs = calls.answer_of(call) if call.answer_sealed else None
    return CallView(call, ours, theirs)


def silent_pools(book: PolicyBook) -> list[Health]:
    """Return the cores of a metro that do not answer just now."""
    states = [health_of(pool) for pool in remote_pools(book)]
    return [state for state in states if state.word in {"down", "unsteady"}]
