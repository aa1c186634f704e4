"""A resident's phone, played over HTTP: it signs in, binds a key of its own, and shows codes."""

from __future__ import annotations

import base64
import json
import re
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from rongcheng.foundation.code.offline.cose import point_of_key
from rongcheng.foundation.code.offline.proof import make_proof
from rongcheng.foundation.code.offline.text import code_text
from rongcheng.foundation.code.possession import prove_possession


class SignedIn:
    """Somebody signed in by a card of the demonstration, without a browser."""

    def __init__(self, url: str, login: str) -> None:
        """Sign in."""
        self._url, self._jar = url, CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self._jar), urllib.request.ProxyHandler({})
        )
        form = {"login": login, "csrfmiddlewaretoken": _token(self._open("/signin").decode())}
        self._open("/signin/demo", form)

    def cookies(self) -> list[Any]:
        """Return the cookies as a browser takes them."""
        return [{"name": c.name, "value": c.value, "url": self._url} for c in self._jar]

    def _open(self, path: str, form: dict[str, str] | None = None) -> bytes:
        sent = urllib.parse.urlencode(form).encode() if form else None
        with self._opener.open(self._url + path, sent, timeout=30) as answer:
            return bytes(answer.read())


class Phone(SignedIn):
    """One phone of one invented resident; its key never leaves this object."""

    def __init__(self, url: str, login: str) -> None:
        """Sign in and bind a new key."""
        super().__init__(url, login)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._counter = 0
        challenge = _bytes(json.loads(self._open("/me/code/challenge"))["challenge"])
        issued = self._call(
            "/me/code/phones",
            {
                "key": _text(point_of_key(self._key.public_key())),
                "possession": _text(prove_possession(self._key, challenge)),
                "label": "样例手机",
            },
        )
        self.carrier, self.credential = issued["carrier"], _bytes(issued["credential"])

    def code(self, *, age: int = 0) -> str:
        """Return what the screen shows now, or showed so many seconds ago."""
        self._counter += 1
        made_at = int(time.time()) - age
        made = make_proof(self.credential, self._key, at=made_at, counter=self._counter, purpose=0)
        return code_text(self.credential, made)

    def stop(self) -> None:
        """Revoke this phone, as its resident does who lost it."""
        self._call(f"/me/code/carriers/{self.carrier}/revocation", {"reason": "lost"})

    def _call(self, path: str, body: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._cookie()}
        sent = json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, sent, headers)
        with self._opener.open(request, timeout=30) as answer:
            return json.loads(answer.read())

    def _cookie(self) -> str:
        return next(cookie.value or "" for cookie in self._jar if cookie.name == "csrftoken")


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    return found[1] if found else ""


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
