"""The envelope of a message (报文封装): reads a request, writes an answer.

Source: interface specification V1.1.27, public header; `msgid` with a serial of 3 or 4 digits
is taken, since its sample messages and its annex differ (ADR 0011).
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from rongcheng.kernel.errors import MessageIdInvalid
from rongcheng.kernel.identifiers import check_message_id
from rongcheng.services.health.hsa.faults import (
    FieldInvalid,
    MsgidMalformed,
    NotJson,
    TooLarge,
    TransactionUnknown,
)
from rongcheng.services.health.hsa.fields import NodeSpec, field_specs, read_row, transactions

MAX_BYTES = 524_288
"""Enough for 500 charge lines with every field written out, which is the most a message has."""
MAX_FILE_BYTES = 16_777_216
"""A file as it lies on the hospital's disk; `fields.yaml` holds field `in` to the same."""

_LARGER = {"9101": MAX_FILE_BYTES // 3 * 4 + MAX_BYTES}
"""Bodies that may be larger than others: a file is a third longer as Base64, in its message."""

MAX_ERROR_TEXT = 200

_REQUIRED = (
    "infno msgid mdtrtarea_admvs recer_sys_code infver opter_type opter opter_name inf_time "
    "fixmedins_code fixmedins_name"
)
_OPTIONAL = "insuplc_admdvs sign_no"


def _header() -> NodeSpec:
    specs = field_specs()
    names = f"{_REQUIRED} {_OPTIONAL}".split()
    return NodeSpec("", False, tuple(specs[name] for name in names), frozenset(_REQUIRED.split()))


class Envelope(NamedTuple):
    """A request's header fields and its unread input."""

    infno: str
    msgid: str
    care_region: str
    insured_region: str
    institution: str
    operator: str
    operator_name: str
    input: Any


def bytes_allowed(service: str) -> int:
    """Return how large the message of a transaction may be."""
    return _LARGER.get(service, MAX_BYTES)


def parse_body(body: bytes, limit: int = MAX_BYTES) -> dict[str, Any]:
    """Return the message as a JSON object with exact decimals, or refuse it."""
    if len(body) > limit:
        raise TooLarge(size=len(body), limit=limit)
    if not body.strip():
        raise NotJson(detail="内容为空")
    try:
        # Some systems write a byte-order mark first; it means nothing.
        message = json.loads(body.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refuse)
    except UnicodeDecodeError:
        raise NotJson(detail="编码不是 UTF-8") from None
    except RecursionError:
        raise NotJson(detail="嵌套过深") from None
    except json.JSONDecodeError as broken:
        raise NotJson(detail=f"第 {broken.lineno} 行第 {broken.colno} 字附近") from None
    except (ValueError, InvalidOperation):
        raise NotJson(detail="有写不成数的数值") from None
    if not isinstance(message, dict):
        raise NotJson(detail="最外层不是对象")
    return message


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def read_envelope(message: dict[str, Any]) -> Envelope:
    """Return the checked header of a message."""
    row = read_row(_header(), message, "")
    try:
        check_message_id(row["msgid"])
    except MessageIdInvalid:
        raise MsgidMalformed() from None
    if row["infno"] not in transactions():
        raise TransactionUnknown(given=row["infno"], known="、".join(transactions()))
    if "input" not in message:
        raise FieldInvalid(
            path="input", name="交易输入", expected="JSON 对象", expected_en="a JSON object"
        )
    return Envelope(
        row["infno"],
        row["msgid"],
        row["mdtrtarea_admvs"],
        row["insuplc_admdvs"] or "",
        row["fixmedins_code"],
        row["opter"],
        row["opter_name"],
        message["input"],
    )


def stamp(instant: datetime) -> str:
    """Return an instant as yyyyMMddHHmmssSSS."""
    return instant.strftime("%Y%m%d%H%M%S") + f"{instant.microsecond // 1000:03d}"


def success(output: Any, *, region: str, received: datetime, answered: datetime) -> dict[str, Any]:
    """Return the answer of a transaction that was done."""
    return {
        "infcode": 0,
        "inf_refmsgid": _reference(region, answered),
        "refmsg_time": stamp(received),
        "respond_time": stamp(answered),
        "err_msg": "",
        "output": output,
    }


def failure(reason: str, *, region: str, received: datetime, answered: datetime) -> dict[str, Any]:
    """Return the answer of a transaction that was not done, with its reason in Chinese."""
    # Whatever a reason repeats of a message, the answer itself can always be written.
    reason = reason.encode("utf-8", "replace").decode()
    return {
        "infcode": -1,
        "inf_refmsgid": _reference(region, answered),
        "refmsg_time": stamp(received),
        "respond_time": stamp(answered),
        "err_msg": reason[:MAX_ERROR_TEXT],
        "output": {},
    }


def _reference(region: str, instant: datetime) -> str:
    """Return the receiver's id: region (6) + time (14) + serial (10)."""
    serial = secrets.randbelow(10**10)
    return f"{region[:6]:0<6}{instant:%Y%m%d%H%M%S}{serial:010d}"
