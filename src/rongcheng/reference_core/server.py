"""The core's door (参考核心入口): three signed questions by HTTP, one answer each."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rongcheng.kernel.clock import SystemClock
from rongcheng.kernel.gateway_signature import (
    SIGNATURE_HEADER,
    SIGNED_HEADERS,
    SignatureRefused,
    verify,
)
from rongcheng.reference_core.engine import KeyTaken, ReferenceCore
from rongcheng.services.health.rules import FIND, MAX_BYTES, REVERSE, SETTLE

PATIENCE_S = 30.0
Json = dict[str, Any]


class CoreServer(ThreadingHTTPServer):
    """Serves one core; each question has a thread of its own."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, host: str, port: int, core: ReferenceCore, keys: tuple[str, str]) -> None:
        """Listen; `keys` are the access key and the secret that questions must be signed with."""
        super().__init__((host, port), CoreDoor)
        self.keys = keys
        self.acts: dict[str, Callable[[Json], Json]] = {
            SETTLE: core.settle,
            REVERSE: core.reverse,
            FIND: core.find,
        }

    def secret_of(self, access_key: str) -> str | None:
        """Return the secret of the one caller that this core knows."""
        return self.keys[1] if access_key == self.keys[0] else None


class CoreDoor(BaseHTTPRequestHandler):
    """Answers one request."""

    server: CoreServer
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE_S

    def do_POST(self) -> None:
        """Check the signature, ask the core, answer; what is wrong is told with its status."""
        name = self.path.rstrip("/").rpartition("/")[2]
        body = self._body()
        if body is None:
            return self._refuse(HTTPStatus.BAD_REQUEST, "size", "Content-Length is missing or big")
        now_ms = int(SystemClock().now().timestamp() * 1000)
        headers = {key: self.headers.get(key, "") for key in (*SIGNED_HEADERS, SIGNATURE_HEADER)}
        try:
            call = verify(headers, secret_of=self.server.secret_of, now_ms=now_ms)
            if call.name != name or name not in self.server.acts:
                return self._refuse(HTTPStatus.NOT_FOUND, "unknown", "no such operation")
            question = json.loads(body)
            if not isinstance(question, dict):
                raise ValueError("no JSON object")
            answer = self.server.acts[name](question)
        except SignatureRefused as refused:
            return self._refuse(HTTPStatus.UNAUTHORIZED, "signature", refused.message)
        except KeyTaken as taken:
            return self._refuse(HTTPStatus.CONFLICT, taken.why, "the key cannot be used for this")
        except ValueError as fault:
            return self._refuse(HTTPStatus.BAD_REQUEST, "message", str(fault)[:200])
        self._answer(HTTPStatus.OK, answer)

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MAX_BYTES:
            return None
        return self.rfile.read(int(length))

    def _refuse(self, status: HTTPStatus, error: str, message: str) -> None:
        self.close_connection = True
        self._answer(status, {"error": error, "message": message})

    def _answer(self, status: HTTPStatus, answer: Json) -> None:
        body = json.dumps(answer, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: a question's path and status say nothing that the journal does not."""
