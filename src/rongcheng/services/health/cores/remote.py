"""A pool's own core over HTTP (远程核心): one signed POST a question, one patience for each.

Nothing here touches the database. Whatever is not a whole, readable answer raises `NoAnswer`.
"""

from __future__ import annotations

import http.client
import json
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

from rongcheng.kernel.clock import SystemClock
from rongcheng.kernel.gateway_signature import signed_headers
from rongcheng.services.health.cores.addresses import Address
from rongcheng.services.health.cores.messages import (
    FIND,
    MAX_BYTES,
    REVERSE,
    SETTLE,
    UNREADABLE,
    answer_from_json,
    order_to_json,
    read_json,
)
from rongcheng.services.health.cores.port import CoreAnswer, KeyRefused, NoAnswer, Order
from rongcheng.web.whole_answer import AnswerCutOff, AnswerTooLarge, read_whole

VERSION = "1.0.0"
KEY_REFUSALS = {"conflict", "cancelled", "reversed", "is_reversal"}


class RemoteCore:
    """The client of one pool's core; a connection each time, so a broken one harms one call."""

    def __init__(self, address: Address) -> None:
        """Take where it answers; nothing is opened yet."""
        self._address = address
        self._parts = urlsplit(address.url)

    def settle(self, order: Order) -> CoreAnswer:
        """Have the core decide and keep."""
        return answer_from_json(self._post(SETTLE, order_to_json(order)), order.key)

    def reverse(self, key: str, of: str) -> CoreAnswer:
        """Have the core take `of` back."""
        return answer_from_json(self._post(REVERSE, {"key": key, "of": of}), key)

    def find(self, key: str) -> CoreAnswer | None:
        """Ask what the core holds under a key."""
        plain = self._post(FIND, {"key": key})
        if plain.get("key") != key or type(plain.get("known")) is not bool:
            raise NoAnswer(UNREADABLE)
        return answer_from_json(plain.get("answer") or {}, key) if plain["known"] else None

    def _post(self, name: str, question: dict[str, Any]) -> dict[str, Any]:
        """Send one question and return the JSON object that answers it."""
        body = json.dumps(question, ensure_ascii=False).encode()
        deadline = time.monotonic() + self._address.timeout_ms / 1000
        wire = self._connection()
        try:
            path = f"{self._parts.path.rstrip('/')}/{name}"
            wire.request("POST", path, body, self._headers(name))
            # Closed here, whatever comes: an answer that was given up would keep its socket.
            with wire.getresponse() as answer:
                given = read_whole(answer, wire, deadline=deadline, most_bytes=MAX_BYTES)
        except AnswerTooLarge as fault:
            raise NoAnswer("too_large") from fault
        except AnswerCutOff as fault:
            raise NoAnswer("cut_off") from fault
        except TimeoutError as fault:
            raise NoAnswer("timeout") from fault
        except ConnectionRefusedError as fault:
            raise NoAnswer("connection_refused") from fault
        except (OSError, http.client.HTTPException) as fault:
            raise NoAnswer("connection_lost") from fault
        finally:
            wire.close()
        if answer.status == http.HTTPStatus.CONFLICT:
            why = str(read_json(given).get("error"))
            if why in KEY_REFUSALS:
                raise KeyRefused(why)
        if answer.status != http.HTTPStatus.OK:
            raise NoAnswer(f"http_{answer.status}")
        return read_json(given)

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        patience = self._address.timeout_ms / 1000
        if self._parts.scheme == "https":
            trust = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=patience, context=trust)
        return http.client.HTTPConnection(host, port, timeout=patience)

    def _headers(self, name: str) -> dict[str, str]:
        # Freshness is between two machines: their own time counts, never a simulated day.
        now_ms = int(SystemClock().now().timestamp() * 1000)
        signed = signed_headers(
            name=name,
            version=VERSION,
            access_key=self._address.access_key,
            secret_key=self._address.secret_key,
            now_ms=now_ms,
        )
        return {**signed, "Content-Type": "application/json; charset=utf-8"}
