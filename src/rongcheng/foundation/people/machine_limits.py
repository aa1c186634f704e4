"""Calls whose signature does not hold (签名不符), counted for the address they come from.

A call that is signed rightly is never counted and never refused here, so the hot path pays nothing
and nobody can lock a hospital out. What is limited is trying: beyond the limit the answer no
longer says what was wrong, and for a few seconds costs no statement either.
"""

from __future__ import annotations

import threading
from datetime import datetime

from django.http import HttpRequest

from rongcheng.foundation.people.limits import take_try
from rongcheng.foundation.people.sign_in_errors import TooManyTries
from rongcheng.kernel.clock import get_clock
from rongcheng.web.client_address import client_address
from rongcheng.web.machine_auth import SignatureResting

MOST_REMEMBERED = 10_000
_RESTING: dict[str, datetime] = {}
_lock = threading.Lock()


def count_refused_signature(request: HttpRequest) -> None:
    """Count a call whose signature did not hold; raises SignatureResting beyond the limit."""
    address, now = client_address(request), get_clock().now()
    until = _RESTING.get(address)
    if until is None or until <= now:
        try:
            take_try("machine_signature", address)
        except TooManyTries as fault:
            until = fault.ends_at
            _remember(address, until, now)
        else:
            return
    raise SignatureResting(max(1, int((until - now).total_seconds())))


def forget_resting_addresses() -> None:
    """Forget which addresses this process knows to rest."""
    with _lock:
        _RESTING.clear()


def _remember(address: str, until: datetime, now: datetime) -> None:
    with _lock:
        if len(_RESTING) >= MOST_REMEMBERED:
            for known in [name for name, ends in _RESTING.items() if ends <= now]:
                del _RESTING[known]
        if len(_RESTING) < MOST_REMEMBERED:
            _RESTING[address] = until
