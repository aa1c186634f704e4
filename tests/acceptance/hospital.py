"""A hospital's system as the tests run it: signs, sends over real HTTP, retries until answered."""

from __future__ import annotations

import contextlib
import http.client
import json
import time
from datetime import datetime, timedelta
from typing import Any

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.web.machine_auth import signed_headers
from tests.plugins.live import LiveServer

HOSPITAL = "H43010300001"
ITEM = "001102S00001"
PATH = "/api/health/settlements"


class HospitalClient:
    """Calls one hospital makes at a running server."""

    def __init__(self, live: LiveServer) -> None:
        self.port = live.port
        answer = live.command("credential", HOSPITAL)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        keys = json.loads(answer.stdout)
        self.keys = (keys["access_key"], keys["secret_key"])

    def call(
        self,
        body: dict[str, Any],
        path: str = PATH,
        service: str = "settle",
        *,
        seconds: float = 30,
    ) -> tuple[int, dict[str, Any]]:
        """Send one call and return status and answer."""
        headers = signed_headers(
            name=service,
            version="1.0.0",
            access_key=self.keys[0],
            secret_key=self.keys[1],
            now_ms=int(time.time() * 1000),
        )
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(
                "POST",
                path,
                json.dumps(body),
                {"Content-Type": "application/json", **headers},
            )
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def message(self, infno: str, envelope: dict[str, Any]) -> dict[str, Any]:
        """Send one interface message and return its answer."""
        status, answer = self.call(envelope, "/hsa", infno)
        assert status == 200, answer
        return answer

    def leave(self, body: dict[str, Any], seconds: float) -> None:
        """Send a call and go without its answer, as a hospital's system that breaks down does."""
        with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
            self.call(body, seconds=seconds)

    def settle_for_sure(
        self, body: dict[str, Any], seconds: float = 120, *, path: str = PATH
    ) -> dict[str, Any]:
        """Send the same call again until it is answered well, as a hospital's system does."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                status, answer = self.call(body, path)
            except (OSError, http.client.HTTPException, ValueError):
                status, answer = 0, {}
            if status == 200:
                return answer
            assert time.monotonic() < deadline, (status, answer)
            assert status in (0, 500, 502, 503), (status, answer)
            time.sleep(0.2)


def visit(request_id: str, psn_no: str, yuan: int = 40) -> dict[str, Any]:
    """Return a visit with two lines."""
    at = (datetime.now(SHANGHAI) - timedelta(minutes=20)).isoformat(timespec="seconds")
    price = f"{yuan / 4:.2f}"
    lines = [
        {
            "serial": str(number),
            "item": ITEM,
            "occurred_at": at,
            "price": price,
            "quantity": "2",
            "amount": f"{yuan / 2:.2f}",
        }
        for number in (1, 2)
    ]
    return {"request_id": request_id, "psn_no": psn_no, "lines": lines}
