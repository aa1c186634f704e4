"""Asking an app without waiting for nothing (请求城市应用): one that is down is left alone a while.

A sign-in waits in a thread that others need too. So an app that failed a few times in a row is
not asked again for some seconds, and whoever comes meanwhile is told at once. Each process counts
for itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from rongcheng.foundation.people.city_apps.offered import SignInApp
from rongcheng.foundation.people.city_apps.wire import Json, Line, NoReply

FAILURES = 3
REST_S = 20.0
SILENCES = {"timeout", "refused", "lost"}


class _Health(NamedTuple):
    failures: int
    rests_until: float


_health: dict[str, _Health] = {}
_lock = threading.Lock()


def ask_app(app: SignInApp, question: Callable[[Line], Json]) -> Json:
    """Return the app's answer to a question; raises NoReply, with `resting` without asking."""
    held = _health.get(app.key)
    if held is not None and time.monotonic() < held.rests_until:
        raise NoReply("resting")
    try:
        answer = question(Line(app.timeout_s, app.address.ca_file))
    except NoReply as fault:
        if fault.why in SILENCES or fault.why.startswith("http_5"):
            _note_failure(app.key)
        raise
    with _lock:
        _health.pop(app.key, None)
    return answer


def forget_failures() -> None:
    """Forget who was silent, as a restart does; for tests."""
    with _lock:
        _health.clear()


def _note_failure(key: str) -> None:
    with _lock:
        failures = _health.get(key, _Health(0, 0.0)).failures + 1
        rests = failures >= FAILURES
        _health[key] = _Health(failures, time.monotonic() + REST_S if rests else 0.0)
