"""How a city's app asks (主动查询): what it missed, and how one case stands.

A question is signed like a message, with the request's target in place of a body. Three answers
are never taken for one another: there is no such record, the other side is down, it refuses.
"""

from __future__ import annotations

import http.client
import json
import secrets
from enum import Enum
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from rongcheng.kernel.clock import SystemClock
from rongcheng.kernel.webhook_signature import signed_headers
from rongcheng.reference_app.receiver import Receiver

PATIENCE_S = 10.0
MOST_BYTES = 8_000_000
ENDPOINT_HEADER = "webhook-endpoint"
EVENTS = "/api/government/zone/events"
ITEMS = "/api/government/zone/items"
CASES = "/api/government/zone/cases"


class Answer(Enum):
    """What an answer means: for the person in front of the app each is another sentence."""

    FOUND = "found"
    NO_RECORD = "no_record"
    REFUSED = "refused"
    DOWN = "down"


WORDS = {
    Answer.FOUND: "查到了。",
    Answer.NO_RECORD: "没有这个办件。请核对编号；在别的城市应用里办的，请到那里看。",
    Answer.REFUSED: "不能看这个办件：没有您的同意，或者不是您的。请先登录。",
    Answer.DOWN: "暂时查不到，不是没有您的办件。请过几分钟再试。",
}
_MEANING = {200: Answer.FOUND, 404: Answer.NO_RECORD, 401: Answer.REFUSED, 403: Answer.REFUSED}


class Core(NamedTuple):
    """Where Rongcheng answers, as which subscription we ask, and with which secret."""

    base: str
    endpoint: str
    secret: str


def ask(core: Core, target: str) -> tuple[Answer, dict[str, Any]]:
    """Ask for a path with its query; return what the answer means and what it says."""
    parts = urlsplit(core.base)
    now_s = int(SystemClock().now().timestamp())
    signed = signed_headers([core.secret], f"ask_{secrets.token_hex(12)}", now_s, target.encode())
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    wire = kind(parts.hostname or "", parts.port, timeout=PATIENCE_S)
    try:
        wire.request("GET", target, headers={**signed, ENDPOINT_HEADER: core.endpoint})
        with wire.getresponse() as given:
            said = json.loads(given.read(MOST_BYTES))
    except (OSError, http.client.HTTPException, ValueError):
        return Answer.DOWN, {}
    finally:
        wire.close()
    return _MEANING.get(given.status, Answer.DOWN), said if isinstance(said, dict) else {}


def ask_case(core: Core, number: str, subject: str) -> tuple[Answer, dict[str, Any]]:
    """Ask how a case stands, for whoever is signed in here under `subject`."""
    return ask(core, f"{CASES}/{quote(number, safe='')}?{urlencode({'subject': subject})}")


def catch_up(core: Core, receiver: Receiver, *, again: bool = False) -> Answer:
    """Ask for what is missing, page by page; `again`: for everything from the first number on."""
    after = 0 if again else receiver.complete_until()
    while True:
        answer, said = ask(core, f"{EVENTS}?{urlencode({'after': after})}")
        if answer is not Answer.FOUND:
            return answer
        for event in said["events"]:
            receiver.take(event["id"], event["body"].encode())
        if not said["events"]:
            return answer
        after = said["events"][-1]["position"]
