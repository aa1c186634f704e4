"""Questions to an app's sign-in service over HTTP (网络请求): one patience for each, no surprises.

No redirects are followed (a secret must not be led elsewhere), no answer is longer than it may be,
and none may drip longer than its time. Whatever is not a whole, readable answer raises `NoReply`.
"""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import time
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from rongcheng.web.whole_answer import AnswerCutOff, AnswerTooLarge, read_whole

MOST_BYTES = 256_000
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
Json = dict[str, Any]


class NoReply(Exception):
    """No usable answer: `timeout`, `refused`, `lost`, `too_large`, `unreadable`, `http_…`."""

    def __init__(self, why: str, said: Json | None = None) -> None:
        """Keep the reason, and what an error answer said."""
        super().__init__(why)
        self.why = why
        self.said = said or {}


class Line(NamedTuple):
    """How an app is reached: patience in seconds, and a certificate authority of its own."""

    timeout_s: float
    ca_file: str = ""


def get_json(line: Line, url: str, *, bearer: str = "") -> Json:
    """Return the JSON object that an address answers."""
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    return _ask(line, "GET", url, headers=headers)


def post_form(
    line: Line, url: str, form: dict[str, str], *, basic: tuple[str, str] | None = None
) -> Json:
    """Send a form and return the JSON object that answers it."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if basic is not None:
        # RFC 6749, 2.3.1: both parts are form-encoded before they are joined.
        name, secret = (urlencode({"": part})[1:] for part in basic)
        pair = base64.b64encode(f"{name}:{secret}".encode()).decode()
        headers["Authorization"] = f"Basic {pair}"
    return _ask(line, "POST", url, headers=headers, body=urlencode(form).encode())


def is_safe(url: str) -> bool:
    """Say whether an address may carry secrets: https, or plain http on this machine."""
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and not parts.username and parts.port != 0
    except ValueError:
        return False
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    return named and (local or parts.scheme == "https")


def _ask(
    line: Line, method: str, url: str, *, headers: dict[str, str], body: bytes | None = None
) -> Json:
    if not is_safe(url):
        raise NoReply("address")
    parts = urlsplit(url)
    deadline = time.monotonic() + line.timeout_s
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    wire: http.client.HTTPConnection | None = None
    try:
        wire = _connection(line, url)
        wire.request(method, path, body, {**headers, "Accept": "application/json"})
        with wire.getresponse() as answer:
            given = read_whole(answer, wire, deadline=deadline, most_bytes=MOST_BYTES)
    except AnswerTooLarge as fault:
        raise NoReply("too_large") from fault
    except AnswerCutOff as fault:
        raise NoReply("lost") from fault
    except TimeoutError as fault:
        raise NoReply("timeout") from fault
    except ConnectionRefusedError as fault:
        raise NoReply("refused") from fault
    except (OSError, http.client.HTTPException) as fault:
        raise NoReply("lost") from fault
    finally:
        if wire is not None:
            wire.close()
    if answer.status != http.HTTPStatus.OK:
        raise NoReply(f"http_{answer.status}", _object(given))
    found = _object(given)
    if found is None:
        raise NoReply("unreadable")
    return found


def _connection(line: Line, url: str) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    if parts.scheme == "https":
        trust = ssl.create_default_context(cafile=line.ca_file or None)
        return http.client.HTTPSConnection(host, port, timeout=line.timeout_s, context=trust)
    return http.client.HTTPConnection(host, port, timeout=line.timeout_s)


def _object(given: bytes) -> Json | None:
    try:
        found = json.loads(given)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
