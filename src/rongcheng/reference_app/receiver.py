"""How a city's app takes messages (接收推送): genuine, fresh, each once, each case in order.

A message that comes again is known by its id. One that comes late is known by its `position`: it
is kept in the list, but what a case stands at is told by the highest number alone. A number that
is missing is asked for (`reference_app.asking`). It is the example for a city that wants to join.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from rongcheng.kernel.clock import SystemClock
from rongcheng.kernel.webhook_signature import WebhookRefused, verify

Json = dict[str, Any]
SLOW_S = 0.2
BUSY_S = 1
RECEIVING_FAULTS = {
    "failing",
    "down",
    "slow",
    "refusing",
    "busy",
    "gone",
    "redirecting",
    "answer_lost",
    "every_third_fails",
}
_STATUS = {"failing": 500, "down": 503, "refusing": 422, "busy": 429, "gone": 410}


class Reply(NamedTuple):
    """How the app answers a message; without a status the line breaks before the answer."""

    status: int
    error: str = ""
    retry_after_s: int = 0
    location: str = ""


class Heard(NamedTuple):
    """A message that the app took."""

    message_id: str
    position: int
    key: str
    data: Json


class Receiver:
    """What one city's app heard; `fault` makes it misbehave."""

    def __init__(self, secret: str) -> None:
        """Begin with nothing heard."""
        self.secrets = [secret]
        self.fault = ""
        self.heard: list[Heard] = []
        self.cases: dict[str, Heard] = {}
        self.repeated = self.late = self.refused = self.calls = 0
        self._ids: set[str] = set()
        self._positions: set[int] = set()
        self._until = 0
        self._lock = threading.Lock()

    def misbehave(self, fault: str) -> None:
        """Switch a fault on, `""` off; a ValueError for one that is not known."""
        if fault and fault not in RECEIVING_FAULTS:
            raise ValueError(fault)
        self.fault = fault

    def receive(self, headers: Mapping[str, str], body: bytes) -> Reply:
        """Take a message and say how to answer; `headers` by lower-case name."""
        with self._lock:
            self.calls += 1
            number = self.calls
        fault = self.fault
        if fault == "slow":
            time.sleep(SLOW_S)
        if fault in _STATUS or (fault == "every_third_fails" and number % 3 == 0):
            rest = BUSY_S if fault == "busy" else 0
            return Reply(_STATUS.get(fault, 500), fault, rest)
        if fault == "redirecting":
            return Reply(302, fault, location="http://127.0.0.1:9/")
        now_s = int(SystemClock().now().timestamp())
        try:
            message_id = verify(self.secrets, headers, body, now_s=now_s)
        except WebhookRefused as refused:
            self.refused += 1
            return Reply(401, refused.why)
        if not self.take(message_id, body):
            return Reply(400, "unreadable")
        return Reply(0 if fault == "answer_lost" and number % 2 else 204)

    def take(self, message_id: str, body: bytes) -> bool:
        """Keep a message that is ours, once; False if its text is not readable."""
        try:
            plain = json.loads(body)
            found = Heard(message_id, int(plain["position"]), plain["key"], plain["data"])
        except (ValueError, KeyError, TypeError):
            return False
        with self._lock:
            if message_id in self._ids:
                self.repeated += 1
                return True
            self._ids.add(message_id)
            self._positions.add(found.position)
            self.heard.append(found)
            known = self.cases.get(found.key)
            if known is None or known.position < found.position:
                self.cases[found.key] = found
            else:
                self.late += 1
        return True

    def complete_until(self) -> int:
        """Return the number up to which nothing is missing."""
        with self._lock:
            while self._until + 1 in self._positions:
                self._until += 1
                self._positions.discard(self._until)
            return self._until

    def highest(self) -> int:
        """Return the highest number heard so far."""
        with self._lock:
            return max((one.position for one in self.cases.values()), default=0)

    def report(self) -> Json:
        """Return what was heard, for a test or whoever runs the app."""
        until = self.complete_until()
        with self._lock:
            return {
                "heard": [[one.position, one.key, one.message_id] for one in self.heard],
                "cases": {key: one.data for key, one in self.cases.items()},
                "complete_until": until,
                "repeated": self.repeated,
                "late": self.late,
                "refused": self.refused,
                "calls": self.calls,
            }
