"""A hospital's system at the native API: signs and sends, through Django's test client."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.test import Client

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.money import format_yuan
from tests.services.health.conftest import Person
from tests.services.health.interface.hospital import JSON, Hospital, Reply

Json = dict[str, Any]
SETTLEMENTS = "/api/health/settlements"
_CLIENT = Client()


class Caller:
    """One institution at the native API; every request id is used once."""

    def __init__(self, hospital: Hospital) -> None:
        """Take the institution with its key pair."""
        self.hospital = hospital
        self.made = 0

    def post_bytes(self, path: str, body: bytes, name: str = "settleVisit") -> Reply:
        """Post a body as it is."""
        answer = _CLIENT.post(
            path, data=body, content_type=JSON, headers=self.hospital.headers(name)
        )
        return Reply(answer.status_code, answer.content)

    def post(self, path: str, body: Any) -> Reply:
        """Post a body as JSON."""
        return self.post_bytes(path, json.dumps(body).encode())

    def get(self, path: str) -> Reply:
        """Ask for a page of the API."""
        answer = _CLIENT.get(path, headers=self.hospital.headers("get"))
        return Reply(answer.status_code, answer.content)

    def visit(self, person: Person, *lines: Json, **changes: Any) -> Json:
        """Return the body of a settlement with the next request id."""
        self.made += 1
        return {
            "request_id": f"{self.hospital.place.code}-{self.made:06d}",
            "psn_no": person.psn_no,
            "lines": list(lines),
            **changes,
        }

    def settle(self, person: Person, *lines: Json, **changes: Any) -> Json:
        """Settle a visit, which must succeed."""
        reply = self.post(SETTLEMENTS, self.visit(person, *lines, **changes))
        assert reply.status == 200, reply
        return reply.json


def line(item: str, fen: int, serial: int = 1, **changes: Any) -> Json:
    """Return a charge line: one piece at a price of that many fen, half an hour ago."""
    at = get_clock().now() - timedelta(minutes=30)
    return {
        "serial": str(serial),
        "item": item,
        "occurred_at": at.isoformat(),
        "price": format_yuan(fen),
        "quantity": "1",
        "amount": format_yuan(fen),
        **changes,
    }


def error_of(reply: Reply, status: int) -> Json:
    """Return the error of an answer that must be a failure in the API's own form."""
    assert reply.status == status, reply
    answer = reply.json
    assert set(answer) == {"error"}
    error: Json = answer["error"]
    assert set(error) == {
        "code", "fault", "message", "message_en", "next", "next_en", "params",
    }  # fmt: skip
    assert error["fault"] == "caller"
    assert all(error[name] for name in ("code", "message", "message_en", "next", "next_en"))
    return error
