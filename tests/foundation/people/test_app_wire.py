"""Asking an app: what is no answer, what is never sent, and when one stops asking."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from rongcheng.foundation.people.city_apps.asking import FAILURES, ask_app, forget_failures
from rongcheng.foundation.people.city_apps.keys import _find, may_lead_to
from rongcheng.foundation.people.city_apps.wire import (
    Json,
    Line,
    NoReply,
    get_json,
    is_safe,
    post_form,
)
from rongcheng.reference_app.signing import new_key
from tests.foundation.people.test_app_sign_in import app_of

LINE = Line(2.0)


class Door(BaseHTTPRequestHandler):
    """Answers what the path says, and repeats what it was asked."""

    def do_GET(self) -> None:
        if self.path == "/list":
            return self._send(b"[1]")
        if self.path == "/deep":
            return self._send(b"[" * 100_000)
        if self.path == "/short":
            return self._send(b"{}", length=9)
        self._send(json.dumps({"authorization": self.headers.get("Authorization", "")}).encode())

    def do_POST(self) -> None:
        given = self.rfile.read(int(self.headers["Content-Length"])).decode()
        said = {"form": given, "authorization": self.headers.get("Authorization", "")}
        self._send(json.dumps(said).encode(), status=400 if "bad" in given else 200)

    def _send(self, body: bytes, *, status: int = 200, length: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_an_answer_is_a_json_object(base: str) -> None:
    assert get_json(LINE, base, bearer="t") == {"authorization": "Bearer t"}


@pytest.mark.parametrize(
    ("path", "why"), [("/list", "unreadable"), ("/deep", "unreadable"), ("/short", "lost")]
)
def test_anything_else_is_none(base: str, path: str, why: str) -> None:
    with pytest.raises(NoReply, match=why):
        get_json(LINE, base + path)


def test_an_error_answer_keeps_what_it_said(base: str) -> None:
    with pytest.raises(NoReply, match="http_400") as refused:
        post_form(LINE, base, {"bad": "1"})
    assert refused.value.said["form"] == "bad=1"


def test_client_name_and_secret_are_encoded_before_they_are_joined(base: str) -> None:
    said = post_form(LINE, base, {"a": "b c"}, basic=("us:x", "s p/+"))
    # base64 of "us%3Ax:s+p%2F%2B"
    assert said == {"form": "a=b+c", "authorization": "Basic dXMlM0F4OnMrcCUyRiUyQg=="}


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://app.example/token", True),
        ("http://127.0.0.1:8001/token", True),
        ("http://app.example/token", False),
        ("https://user:word@app.example/", False),
        ("https:///token", False),
        ("ftp://127.0.0.1/", False),
        ("https://app.example:99999/", False),
        ("https://[x", False),
    ],
)
def test_secrets_go_nowhere_in_clear(url: str, safe: bool) -> None:
    assert is_safe(url) is safe
    if not safe:
        with pytest.raises(NoReply, match="address"):
            get_json(LINE, url)


def test_a_real_app_leads_to_no_address_of_this_machine() -> None:
    real = app_of("430100")
    stand_in = real._replace(issuer="http://127.0.0.1:8001/430100")
    for url, by_real in (("http://127.0.0.1:5432/", False), ("https://app.example/token", True)):
        assert may_lead_to(real, url) is by_real
        assert may_lead_to(stand_in, url)
    for odd in (None, 7, "", "http://app.example/token"):
        assert not may_lead_to(stand_in, odd)


def test_an_app_that_is_silent_several_times_is_left_alone() -> None:
    forget_failures()
    app, asked = app_of("430100"), []

    def silent(line: Line) -> Json:
        asked.append(line)
        raise NoReply("timeout")

    for _ in range(FAILURES):
        with pytest.raises(NoReply, match="timeout"):
            ask_app(app, silent)
    with pytest.raises(NoReply, match="resting"):
        ask_app(app, silent)
    assert len(asked) == FAILURES
    # Other apps, and answers that refuse, are no silence.
    assert ask_app(app_of("430200"), lambda line: {"ok": 1}) == {"ok": 1}
    forget_failures()


def test_an_answer_in_between_makes_one_begin_to_count_anew() -> None:
    forget_failures()
    app = app_of("430100")

    def fail(line: Line) -> Json:
        raise NoReply("http_503")

    for _ in range(FAILURES * 2):
        with pytest.raises(NoReply, match="http_503"):
            ask_app(app, fail)
        assert ask_app(app, lambda line: {}) == {}
    forget_failures()


def test_a_key_must_fit_the_algorithm_and_be_meant_for_signing() -> None:
    ec, rsa = new_key("ES256"), new_key("RS256")
    rows = [ec.published(), rsa.published()]

    def found(*keys: Json, algorithm: str = "ES256", key_id: str = ec.key_id) -> bool:
        return _find({"keys": list(keys)}, algorithm, key_id) is not None

    assert found(*rows)
    assert found(*rows, key_id="")
    assert found(*rows, algorithm="RS256", key_id=rsa.key_id)
    assert not found(*rows, algorithm="RS256")
    assert not found(*rows, algorithm="ES384")
    assert not found(*rows, key_id="another")
    assert not found(rows[0], rows[0])
    for changed in ({"use": "enc"}, {"alg": "ES384"}, {"kty": "oct"}, {"crv": "P-384"}, {"x": "?"}):
        assert not found(rows[0] | changed)
    assert not found({"kty": "RSA", "n": "AQAB", "e": "AQAB"}, algorithm="RS256", key_id="")
    for odd in (None, 7, "keys", {"keys": 1}):
        assert _find({"keys": odd}, "ES256", ec.key_id) is None
