"""The app's door (参考城市应用入口): description, page, code, tokens, userinfo, keys, by HTTP."""

from __future__ import annotations

import base64
import json
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlsplit

from rongcheng.reference_app.engine import Json, ReferenceApp, Refused
from rongcheng.reference_app.page import STYLE, render_page, render_refusal, render_zone
from rongcheng.reference_app.people import AppCity
from rongcheng.reference_app.receiver import Receiver

PATIENCE_S = 30.0
SLOW_S = 3.0
MOST_BYTES = 16_384
HUGE_BYTES = 2_000_000
DESCRIPTION = ".well-known/openid-configuration"
# The page may lead back to whoever asked, so it names no target for forms.
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"


class AppServer(ThreadingHTTPServer):
    """Serves one reference app; each question has a thread of its own."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(
        self, host: str, port: int, app: ReferenceApp, *, base: str = "", control: str = ""
    ) -> None:
        """Listen. `base` is where its issuers begin; `control` the secret of the fault switch."""
        super().__init__((host, port), AppDoor)
        self.app = app
        self.base = base or f"http://127.0.0.1:{self.server_address[1]}"
        self.control = control


class AppDoor(BaseHTTPRequestHandler):
    """Answers one request."""

    server: AppServer
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE_S
    # Messages come over kept lines: an answer must not wait for the line to be acknowledged.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer a page or a question without a body."""
        if urlsplit(self.path).path == "/style.css":
            return self._send(HTTPStatus.OK, STYLE.encode(), "text/css; charset=utf-8")
        self._answer(
            {
                DESCRIPTION: self._describe,
                "authorize": self._page,
                "zone": self._zone,
                "jwks": self._keys,
                "userinfo": self._userinfo,
            }
        )

    def do_POST(self) -> None:
        """Answer a form: the page's, a client's, or the fault switch's."""
        if urlsplit(self.path).path == "/control" and self.server.control:
            return self._control()
        receiver = self._receiver()
        if receiver is not None:
            return self._take_message(receiver)
        self._answer({"authorize": self._chosen, "token": self._tokens})

    def _answer(self, acts: dict[str, Any]) -> None:
        code, _, name = urlsplit(self.path).path.lstrip("/").partition("/")
        city = self.server.app.registry.cities.get(code)
        if city is None or name not in acts:
            return self._json(HTTPStatus.NOT_FOUND, {"error": "not_found"})
        if name not in {"authorize"} and self._misbehaves():
            return None
        try:
            acts[name](city)
        except Refused as refused:
            if name == "authorize":
                body = render_refusal(refused.error).encode()
                return self._send(HTTPStatus.BAD_REQUEST, body, "text/html; charset=utf-8")
            status = {
                "invalid_client": HTTPStatus.UNAUTHORIZED,
                "invalid_token": HTTPStatus.UNAUTHORIZED,
            }.get(refused.error, HTTPStatus.BAD_REQUEST)
            self._json(status, {"error": refused.error})
        return None

    def _receiver(self) -> Receiver | None:
        code, _, name = urlsplit(self.path).path.lstrip("/").partition("/")
        return self.server.app.zone.receivers.get(code) if name == "webhooks" else None

    def _take_message(self, receiver: Receiver) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            reply = receiver.receive(headers, self._body())
        except Refused as refused:
            return self._json(HTTPStatus.BAD_REQUEST, {"error": refused.error})
        if not reply.status:
            self.close_connection = True
            return None
        more = {"Retry-After": str(reply.retry_after_s)} if reply.retry_after_s else {}
        more |= {"Location": reply.location} if reply.location else {}
        body = json.dumps({"error": reply.error}).encode() if reply.error else b""
        return self._send(HTTPStatus(reply.status), body, "application/json", more)

    def _describe(self, city: AppCity) -> None:
        self._json(HTTPStatus.OK, self.server.app.describe(city, self.server.base))

    def _keys(self, city: AppCity) -> None:
        self._json(HTTPStatus.OK, self.server.app.shelf(city).published())

    def _page(self, city: AppCity) -> None:
        self.server.app.read_question(city, urlsplit(self.path).query, self._host_name())
        lang = "en" if self.headers.get("Accept-Language", "").startswith("en") else "zh"
        body = render_page(city, self.server.app.registry, lang).encode()
        self._send(HTTPStatus.OK, body, "text/html; charset=utf-8")

    def _zone(self, city: AppCity) -> None:
        if city.code not in self.server.app.zone.receivers:
            return self._json(HTTPStatus.NOT_FOUND, {"error": "not_found"})
        items, cases = self.server.app.zone.look(city)
        lang = "en" if self.headers.get("Accept-Language", "").startswith("en") else "zh"
        body = render_zone(city, items, cases, lang).encode()
        return self._send(HTTPStatus.OK, body, "text/html; charset=utf-8")

    def _chosen(self, city: AppCity) -> None:
        app, query = self.server.app, urlsplit(self.path).query
        asked = app.read_question(city, query, self._host_name())
        address = app.grant(city, asked, self._form().get("person", ""), self.server.base)
        self._send(HTTPStatus.SEE_OTHER, b"", "text/plain", {"Location": address})

    def _tokens(self, city: AppCity) -> None:
        form = self._form()
        answer = self.server.app.exchange(city, self._client(form), form, self.server.base)
        self._json(HTTPStatus.OK, answer)

    def _userinfo(self, city: AppCity) -> None:
        kind, _, token = self.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer":
            raise Refused("invalid_token")
        self._json(HTTPStatus.OK, self.server.app.tell(city, token))

    def _client(self, form: dict[str, str]) -> tuple[str, str]:
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        if kind != "Basic":
            return form.get("client_id", ""), form.get("client_secret", "")
        try:
            name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
        except ValueError as fault:
            raise Refused("invalid_client") from fault
        return unquote_plus(name), unquote_plus(secret)

    def _control(self) -> None:
        form, app = self._form(), self.server.app
        if form.get("secret") != self.server.control:
            return self._json(HTTPStatus.FORBIDDEN, {"error": "secret"})
        city = app.registry.cities.get(form.get("city", ""))
        if city is not None and city.code in app.zone.receivers:
            return self._json(HTTPStatus.OK, app.zone.act(city, form))
        for city in app.registry.cities.values():
            if form.get("keys") == "rotate":
                app.shelf(city).rotate()
            elif form.get("keys") == "withdraw":
                app.shelf(city).withdraw()
        app.misbehave(form.get("fault", ""))
        self._json(HTTPStatus.OK, {"fault": app.fault})

    def _misbehaves(self) -> bool:
        """Do what a fault of the line asks, and say whether that was the whole answer."""
        fault = self.server.app.fault
        if fault == "slow":
            time.sleep(SLOW_S)
        elif fault == "down":
            self._json(HTTPStatus.SERVICE_UNAVAILABLE, {"error": "down"})
        elif fault == "garbage":
            self._send(HTTPStatus.OK, b"<html>", "text/html")
        elif fault == "huge":
            self._json(HTTPStatus.OK, {"pad": "x" * HUGE_BYTES})
        elif fault == "redirect":
            self._send(HTTPStatus.FOUND, b"", "text/plain", {"Location": "http://127.0.0.1:9/"})
        return fault in {"down", "garbage", "huge", "redirect"}

    def _host_name(self) -> str:
        return urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""

    def _form(self) -> dict[str, str]:
        text = self._body().decode("utf-8", "replace")
        return {name: values[0] for name, values in parse_qs(text).items()}

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MOST_BYTES:
            self.close_connection = True
            raise Refused("invalid_request")
        return self.rfile.read(int(length))

    def _json(self, status: HTTPStatus, answer: Json) -> None:
        body = json.dumps(answer, ensure_ascii=False).encode()
        self._send(status, body, "application/json; charset=utf-8")

    def _send(
        self, status: HTTPStatus, body: bytes, kind: str, more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Content-Security-Policy": POLICY,
            "Referrer-Policy": "no-referrer",
        }
        for name, value in (headers | (more or {})).items():
            self.send_header(name, value)
        try:
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            # A client that waits no longer is no fault of the app.
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: addresses here carry codes."""
