"""The door of the insurance interface (医保接口入口): `POST /hsa`, one message in, one answer out.

Signature, envelope, retry, transaction, sealed answer. Whatever is wrong with a message is told
with infcode -1 and an `err_msg` that names the field and the fix; nothing of it is kept.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import Fault, RongchengError
from rongcheng.services.health.hsa.envelope import (
    bytes_allowed,
    failure,
    parse_body,
    read_envelope,
    success,
)
from rongcheng.services.health.hsa.faults import (
    NotJson,
    RegionMismatch,
    SenderMismatch,
    ServiceMismatch,
    TooLarge,
    tell,
)
from rongcheng.services.health.hsa.fields import field_specs, read_input
from rongcheng.services.health.interface.message import Message, Stream
from rongcheng.services.health.interface.preparing import asked_before
from rongcheng.services.health.interface.retries import earlier_answer, keep_answer
from rongcheng.services.health.interface.transactions import STREAMED, TRANSACTIONS
from rongcheng.services.health.looking import refusals_recorded
from rongcheng.services.health.machines import Caller, identify_caller
from rongcheng.web.machine_auth import SignatureRefused, refusal
from rongcheng.web.middleware import request_id_of

logger = logging.getLogger(__name__)

NO_REGION = "000000"
PIECE = 65_536
MOST_PIECES = 1_024
"""A refused body is read up to 64 MiB; who sends more than that may find the line cut."""
POST_ONLY = "医保接口只收 POST：请把 JSON 报文（UTF-8）POST 到 /hsa，说明见 /api/docs 和接口文档。"
UNAVAILABLE = (
    "系统暂时没有回应，这笔交易没有确认办成。请稍后用原报文（原 msgid）重试，不会重复结算。"
)
BROKEN = "系统出错，这笔交易没有办成。请用原报文重试；仍不成功请联系协同办，报请求编号 {number}。"


@csrf_exempt
def hsa(request: HttpRequest) -> HttpResponse:
    """Answer one interface message; 401 JSON for a signature that does not hold."""
    if request.method != "POST":
        told = _json({"code": 405, "message": POST_ONLY}, status=405)
        told["Allow"] = "POST"
        return told
    received = get_clock().now()
    region = NO_REGION
    try:
        caller = identify_caller(request)
        region = caller.place.pool
        answer = answer_message(_message_of(request, caller, received))
    except SignatureRefused as refused:
        return refusal(refused)
    except RongchengError as fault:
        if fault.fault is not Fault.CALLER:
            logger.error("interface: %s", fault)
        reason = tell(fault)
    except DatabaseError:
        logger.exception("interface message failed on the database")
        connection.close_if_unusable_or_obsolete()
        reason = UNAVAILABLE
    except Exception:  # The entry point: a hospital's system reads an answer whatever broke.
        logger.exception("interface message failed")
        reason = BROKEN.format(number=request_id_of(request))
    else:
        return _file(answer) if isinstance(answer, Stream) else _json(answer)
    return _json(failure(reason, region=region, received=received, answered=get_clock().now()))


def _json(body: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def _file(stream: Stream) -> HttpResponse:
    told = HttpResponse(stream.content, content_type="application/octet-stream")
    told["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stream.filename)}"
    return told


def _message_of(request: HttpRequest, caller: Caller, received: datetime) -> Message:
    """Return the message of a request, its envelope read."""
    limit = bytes_allowed(caller.service)
    body = _body_of(request, limit)
    envelope = read_envelope(parse_body(body, limit))
    digest = hashlib.sha256(body).digest()
    return Message(caller, envelope, digest, received, request_id_of(request))


def _body_of(request: HttpRequest, limit: int) -> bytes:
    """Return the body, whose size is bounded by its own transaction's limit before it is read."""
    stated = str(request.META.get("CONTENT_LENGTH") or "")
    size = int(stated) if stated.isascii() and stated.isdigit() else 0
    try:
        if size > limit:
            _read_away(request)
            raise TooLarge(size=size, limit=limit)
        # Past Django's own limit, which is one for all addresses; ours was checked above.
        body: bytes = request.read(limit + 1)
    except UnreadablePostError:
        raise NotJson(detail="没有收完整") from None
    return body


def _read_away(request: HttpRequest) -> None:
    """Take a body that is too large in pieces and forget it.

    A caller whose body nobody reads finds its connection broken in place of the answer.
    """
    for _ in range(MOST_PIECES):
        if not request.read(PIECE):
            return


def answer_message(message: Message) -> dict[str, Any] | Stream:
    """Return the answer of a well-formed message: the first one again for a retry.

    A file is no part of a stored answer: it is opened again each time, as long as it is kept.
    """
    _check_sender(message)
    checked = read_input(message.envelope.infno, message.envelope.input)
    refusals = refusals_recorded(
        message.caller.actor, "hsa", message.envelope.infno, message.trace_id
    )
    with refusals, asked_before(message, checked), transaction.atomic():
        earlier = earlier_answer(message)
        if earlier is not None and message.envelope.infno not in STREAMED:
            return earlier
        done = TRANSACTIONS[message.envelope.infno](message, checked)
        answer = success(
            done.output,
            region=message.caller.place.pool,
            received=message.received,
            answered=get_clock().now(),
        )
        if earlier is None:
            keep_answer(message, answer, done)
    return done.stream or answer


def _check_sender(message: Message) -> None:
    place, envelope = message.caller.place, message.envelope
    own = {
        "fixmedins_code": envelope.institution == place.code,
        "msgid": envelope.msgid.startswith(place.code),
    }
    for field, fits in own.items():
        if not fits:
            raise SenderMismatch(path=field, name=field_specs()[field].zh)
    if message.caller.service != envelope.infno:
        raise ServiceMismatch(given=message.caller.service[:10], expected=envelope.infno)
    if envelope.care_region != place.pool:
        raise RegionMismatch(
            path="mdtrtarea_admvs",
            name=field_specs()["mdtrtarea_admvs"].zh,
            given=envelope.care_region,
            expected=place.pool,
        )
