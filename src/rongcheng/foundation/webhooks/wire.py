"""One message over HTTP (推送一条): a kept line, one patience, no redirects, no surprises.

What an address answers is read for its status alone. A line that was kept and turns out to be
closed is opened anew, once: whoever got the message twice knows it by its id.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import NamedTuple
from urllib.parse import urlsplit

from rongcheng.foundation.webhooks.addresses import NoWay, resolve
from rongcheng.foundation.webhooks.figures import Figures
from rongcheng.kernel.clock import SystemClock
from rongcheng.web.whole_answer import AnswerCutOff, AnswerTooLarge, read_whole

MOST_BYTES = 64_000
GONE, BUSY = 410, {429, 503}
OF_THE_MESSAGE = {400, 409, 413, 415, 422}
LONGEST_ASKED_S = 3_600


class Kind(Enum):
    """What became of a try.

    `REFUSED`: the address works and does not want this message. `FAILED`: it does not work.
    `BUSY`: it named a time. `GONE`: it wants no more. `UNTRIED`: nothing was sent.
    """

    TAKEN = 1
    REFUSED = 2
    FAILED = 3
    BUSY = 4
    GONE = 5
    UNTRIED = 6


class Tried(NamedTuple):
    """A try's end: what became of it, in a word why, and for how long it asked to be left alone."""

    kind: Kind
    why: str = ""
    rest_seconds: int = 0


class Line:
    """A kept connection to one address; used by one thread."""

    def __init__(self, url: str, terms: Figures) -> None:
        """Take where it leads; nothing is opened yet."""
        self._parts = urlsplit(url)
        self._terms = terms
        self._path = (self._parts.path or "/") + (
            f"?{self._parts.query}" if self._parts.query else ""
        )
        self._wire: http.client.HTTPConnection | None = None

    def send(self, headers: Mapping[str, str], body: bytes) -> Tried:
        """Send one message and say what became of it; raises nothing."""
        kept = self._wire is not None
        try:
            return self._send(headers, body)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.close()
            if not kept:
                return Tried(Kind.FAILED, "connection_lost")
        except (NoWay, OSError, http.client.HTTPException, AnswerCutOff, AnswerTooLarge) as fault:
            self.close()
            return Tried(Kind.FAILED, _why(fault))
        return self._send_anew(headers, body)

    def _send_anew(self, headers: Mapping[str, str], body: bytes) -> Tried:
        try:
            return self._send(headers, body)
        except (NoWay, OSError, http.client.HTTPException, AnswerCutOff, AnswerTooLarge) as fault:
            self.close()
            return Tried(Kind.FAILED, _why(fault))

    def close(self) -> None:
        """Let the line go; the next message opens another."""
        if self._wire is not None:
            self._wire.close()
        self._wire = None

    def _send(self, headers: Mapping[str, str], body: bytes) -> Tried:
        deadline = time.monotonic() + self._terms.answer_seconds
        wire = self._wire = self._wire or self._open()
        if wire.sock is not None:
            wire.sock.settimeout(self._terms.answer_seconds)
        wire.request("POST", self._path, body, dict(headers))
        with wire.getresponse() as answer:
            read_whole(answer, wire, deadline=deadline, most_bytes=MOST_BYTES)
            if answer.will_close:
                self.close()
            return _judge(answer.status, answer.headers.get("Retry-After", ""))

    def _open(self) -> http.client.HTTPConnection:
        host = self._parts.hostname or ""
        secure = self._parts.scheme == "https"
        port = self._parts.port or (443 if secure else 80)
        family, number = resolve(host, port)
        # To exactly the number that was looked at: a name may lead elsewhere a moment later.
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            plain.settimeout(self._terms.connect_seconds)
            plain.connect((number, port))
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock: socket.socket = plain
            if secure:
                sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise
        wire = http.client.HTTPConnection(host, port, timeout=self._terms.answer_seconds)
        wire.sock = sock
        return wire


def _judge(status: int, retry_after: str) -> Tried:
    """Say what a status means; only what names the message itself is held against it."""
    if 200 <= status < 300:
        return Tried(Kind.TAKEN)
    why = f"http_{status}"
    if status == GONE:
        return Tried(Kind.GONE, why)
    asked = _seconds_of(retry_after)
    if status in BUSY and asked:
        return Tried(Kind.BUSY, why, asked)
    return Tried(Kind.REFUSED if status in OF_THE_MESSAGE else Kind.FAILED, why)


def _seconds_of(retry_after: str) -> int:
    """Return for how long an address asks to be left alone; 0 where it does not say so."""
    given = retry_after.strip()
    if given.isascii() and given.isdigit() and len(given) < 10:
        return min(LONGEST_ASKED_S, int(given))
    try:
        until = parsedate_to_datetime(given)
    except ValueError:
        return 0
    if until.tzinfo is None:
        return 0
    left = int((until - SystemClock().now()).total_seconds())
    return min(LONGEST_ASKED_S, max(0, left))


def _why(fault: Exception) -> str:
    """Return a failure in a word; its text may quote what is no business of a log."""
    if isinstance(fault, NoWay):
        return fault.why
    known: list[tuple[type[Exception], str]] = [
        (TimeoutError, "timeout"),
        (ConnectionRefusedError, "connection_refused"),
        (ssl.SSLCertVerificationError, "certificate"),
        (ssl.SSLError, "tls"),
        (AnswerTooLarge, "answer_too_large"),
    ]
    return next((word for kind, word in known if isinstance(fault, kind)), "connection_lost")
