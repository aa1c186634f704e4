"""Phones and cards as a page lists them (手机和纸质卡), for their owner and at the counter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest

from rongcheng.foundation.code.public import (
    CarrierInfo,
    CarrierNotFound,
    list_carriers,
    revoke_carrier,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor
from rongcheng.web.i18n import t

OWN_REASONS = ("lost", "unused")
COUNTER_REASONS = ("lost", "withdrawn", "unused")
_ICONS = {"phone": "phone", "card": "print"}
_LONGEST_ID = 18


class Shown(NamedTuple):
    """A phone or card in words; `may_stop` while it is in use."""

    carrier: int
    kind: str
    icon: str
    title: str
    state: str
    badge: str
    registered_at: datetime
    expires_at: datetime | None
    uses_left: int | None
    stopped: str
    may_stop: bool


def shown_carriers(actor: Actor) -> list[Shown]:
    """Return an owner's phones and cards, those in use first, newest first."""
    now = get_clock().now()
    return [_shown(info, now) for info in list_carriers(actor)]


def card_in_use(carriers: Sequence[Shown]) -> int | None:
    """Return the number of the card in use, or None where there is none."""
    return next((one.carrier for one in carriers if one.kind == "card" and one.may_stop), None)


def stop_asked(request: HttpRequest, owner: Actor, reasons: Sequence[str]) -> int:
    """Stop the phone or card that a form names, for a reason that this page offers; return which.

    Raises CarrierNotFound, also for a form that nobody could have filled in here.
    """
    reason = request.POST.get("reason", "")
    number = number_of(request.POST.get("carrier", ""))
    if number is None or reason not in reasons:
        raise CarrierNotFound(carrier=number or 0)
    revoke_carrier(owner, number, reason=reason)
    return number


def reasons_in_words(reasons: Sequence[str]) -> list[tuple[str, str]]:
    """Return each reason to stop with its words."""
    return [(reason, t(f"portal.carriers.reason.{reason}")) for reason in reasons]


def number_of(text: str) -> int | None:
    """Return the number that a form or address holds, or None."""
    fits = text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID
    return int(text) if fits else None


def _shown(info: CarrierInfo, now: datetime) -> Shown:
    is_over = info.expires_at is not None and info.expires_at <= now
    is_spent = info.uses_left == 0
    state, badge = "in_use", "good"
    if info.revoked_at is not None:
        state, badge = "stopped", "bad"
    elif is_over or is_spent:
        state, badge = "over" if is_over else "spent", "warn"
    return Shown(
        carrier=info.carrier,
        kind=info.kind,
        icon=_ICONS[info.kind],
        title=info.label or t(f"portal.carriers.kind.{info.kind}"),
        state=t(f"portal.carriers.state.{state}"),
        badge=badge,
        registered_at=info.registered_at,
        expires_at=info.expires_at,
        uses_left=info.uses_left,
        stopped=t(f"portal.carriers.reason.{info.revoked_reason}") if info.revoked_at else "",
        may_stop=info.revoked_at is None,
    )
