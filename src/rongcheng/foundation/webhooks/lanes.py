"""The threads that send (推送线程): a few for each address, each with a line of its own.

Messages of one case always take the same lane, in order. When one of them is not taken, the later
ones of its case stay behind untried, those of other cases go on. When the address itself fails too
often in a row, all that is left comes back untried. Nothing here touches the database.
"""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Sequence
from queue import SimpleQueue
from typing import NamedTuple

from rongcheng.foundation.webhooks.figures import Figures
from rongcheng.foundation.webhooks.wire import Kind, Line, Tried
from rongcheng.kernel.clock import SystemClock
from rongcheng.kernel.webhook_signature import signed_headers

UNTRIED = Tried(Kind.UNTRIED)


class Message(NamedTuple):
    """One message on its way: its row, and what is sent."""

    id: int
    endpoint: str
    message_id: str
    key: str
    body: bytes
    attempts: int


class Sent(NamedTuple):
    """A message and what became of it."""

    message: Message
    tried: Tried


class Lanes:
    """The lanes to one address for one run; what became of each message comes out at `results`."""

    def __init__(
        self,
        url: str,
        secrets: Sequence[str],
        terms: Figures,
        results: SimpleQueue[Sent],
        stop_at: float,
    ) -> None:
        """Start the threads. After `stop_at`, of `time.monotonic()`, nothing more is sent."""
        self._secrets = tuple(secrets)
        self._terms = terms
        self._results = results
        self._stop_at = stop_at
        self._failures = 0
        self._lock = threading.Lock()
        self._queues: list[SimpleQueue[list[Message] | None]] = [
            SimpleQueue() for _ in range(terms.lines)
        ]
        self._threads = [
            threading.Thread(target=self._work, args=(Line(url, terms), queue), daemon=True)
            for queue in self._queues
        ]
        for thread in self._threads:
            thread.start()

    def send(self, batch: Sequence[Message]) -> None:
        """Hand over the next messages, in order; each of them comes out again."""
        self._failures = 0
        parts: list[list[Message]] = [[] for _ in self._queues]
        for message in batch:
            parts[zlib.crc32(message.key.encode()) % len(parts)].append(message)
        for queue, part in zip(self._queues, parts, strict=True):
            queue.put(part)

    def end(self) -> None:
        """Let the threads end, what they still hold untried, and wait for them."""
        self._stop_at = 0.0
        for queue in self._queues:
            queue.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self, line: Line, queue: SimpleQueue[list[Message] | None]) -> None:
        while (part := queue.get()) is not None:
            behind: set[str] = set()
            for message in part:
                tried = UNTRIED
                if message.key not in behind and self._may_go_on():
                    tried = self._try(line, message)
                if tried.kind is not Kind.TAKEN:
                    behind.add(message.key)
                self._results.put(Sent(message, tried))
        line.close()

    def _may_go_on(self) -> bool:
        with self._lock:
            steady = self._failures < self._terms.failures_until_rest
        return steady and time.monotonic() < self._stop_at

    def _try(self, line: Line, message: Message) -> Tried:
        # Freshness is between two machines: their own time counts, never a simulated day.
        now_s = int(SystemClock().now().timestamp())
        headers = signed_headers(self._secrets, message.message_id, now_s, message.body)
        headers["Content-Type"] = "application/json"
        tried = line.send(headers, message.body)
        with self._lock:
            if tried.kind in (Kind.BUSY, Kind.GONE):
                self._failures = self._terms.failures_until_rest
            elif tried.kind is Kind.FAILED:
                self._failures += 1
            elif tried.kind is Kind.TAKEN and self._failures < self._terms.failures_until_rest:
                self._failures = 0
        return tried
