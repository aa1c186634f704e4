"""A small hospital system (医院端): signs, numbers its messages, sends them, reads the answers."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from typing import Any, NamedTuple

from django.test import Client

from rongcheng.foundation.institutions.public import issue_credential
from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.services.health.public import Place
from rongcheng.web.machine_auth import signed_headers

JSON = "application/json"
LONGEST_ERROR = 200
Json = dict[str, Any]
Transport = Callable[[bytes, dict[str, str]], "Reply"]


class Reply(NamedTuple):
    """What came back: the HTTP status and the body as it was sent."""

    status: int
    body: bytes

    @property
    def json(self) -> Json:
        """Return the answer."""
        found: Json = json.loads(self.body)
        return found


_CLIENT = Client()


def through_client(body: bytes, headers: dict[str, str]) -> Reply:
    """Post through Django's test client."""
    answer = _CLIENT.post("/hsa", data=body, content_type=JSON, headers=headers)
    return Reply(answer.status_code, answer.content)


def through_http(host: str, port: int) -> Transport:
    """Return a transport that posts to a real server, a connection each time."""

    def post(body: bytes, headers: dict[str, str]) -> Reply:
        wire = http.client.HTTPConnection(host, port, timeout=60)
        try:
            wire.request("POST", "/hsa", body, {**headers, "Content-Type": JSON})
            answer = wire.getresponse()
            return Reply(answer.status, answer.read())
        finally:
            wire.close()

    return post


class Hospital:
    """One institution's system with its key pair; every message gets the next serial."""

    def __init__(
        self,
        place: Place,
        transport: Transport = through_client,
        keys: tuple[str, str] | None = None,
    ) -> None:
        """Take the place; its key pair is issued here unless given."""
        self.place = place
        self.transport = transport
        if keys is None:
            issued = issue_credential(place.code, demo=True)
            keys = issued.access_key, issued.secret_key
        self.access_key, self.secret_key = keys
        self.serial = 0

    def msgid(self) -> str:
        """Return the next message id: institution, time, serial of four digits."""
        self.serial += 1
        now = get_clock().now().astimezone(SHANGHAI)
        return f"{self.place.code}{now:%Y%m%d%H%M%S}{self.serial:04d}"

    def headers(self, name: str) -> dict[str, str]:
        """Return the five signed headers of a call at this moment."""
        return signed_headers(
            name=name,
            version="1.0.0",
            access_key=self.access_key,
            secret_key=self.secret_key,
            now_ms=int(get_clock().now().timestamp() * 1000),
        )

    def message(self, infno: str, body: Json, *, pool: str = "", **changes: Any) -> Json:
        """Return a message with its envelope; `changes` replace fields of the envelope."""
        now = get_clock().now().astimezone(SHANGHAI)
        return {
            "infno": infno,
            "msgid": self.msgid(),
            "mdtrtarea_admvs": self.place.pool,
            "insuplc_admdvs": pool,
            "recer_sys_code": "RC",
            "dev_no": "",
            "dev_safe_info": "",
            "cainfo": "",
            "signtype": "",
            "infver": "1.0.0",
            "opter_type": "1",
            "opter": "0001",
            "opter_name": "样例·收费员",
            "inf_time": f"{now:%Y-%m-%d %H:%M:%S}",
            "fixmedins_code": self.place.code,
            "fixmedins_name": self.place.name,
            "sign_no": "",
            "input": body,
            **changes,
        }

    def send(self, message: Json, headers: dict[str, str] | None = None) -> Reply:
        """Send a message, signed for its own transaction number."""
        plain = json.dumps(message, ensure_ascii=False).encode()
        signed = self.headers(message["infno"]) if headers is None else headers
        return self.transport(plain, signed)

    def accepted(self, message: Json) -> Json:
        """Send a message that must succeed and return its output."""
        reply = self.send(message)
        assert reply.status == 200, reply
        answer = reply.json
        assert answer["infcode"] == 0, answer["err_msg"]
        assert answer["err_msg"] == ""
        output: Json = answer["output"]
        return output

    def refused(self, message: Json, headers: dict[str, str] | None = None) -> str:
        """Send a message that must fail and return its `err_msg`, whole and in Chinese."""
        reply = self.send(message, headers)
        return refusal_of(reply)

    def call(self, infno: str, body: Json, *, pool: str = "", **changes: Any) -> Json:
        """Make and send a message that must succeed; return its output."""
        return self.accepted(self.message(infno, body, pool=pool, **changes))


def refusal_of(reply: Reply) -> str:
    """Return the `err_msg` of an answer that must be a failure in the interface's own form."""
    assert reply.status == 200, reply
    answer = reply.json
    assert answer["infcode"] == -1, answer
    assert answer["output"] == {}
    said: str = answer["err_msg"]
    assert 0 < len(said) <= LONGEST_ERROR, said
    assert said.endswith(("。", "）")), f"cut off: {said}"
    assert any("\u4e00" <= letter <= "\u9fff" for letter in said), said
    return said
