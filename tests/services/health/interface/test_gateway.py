"""The gateway's own checks: headers, time window, key and signature; 401 JSON, nothing stored."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from rongcheng.foundation.institutions.public import forget_credentials, revoke_credential
from rongcheng.kernel.clock import FixedClock
from tests.services.health.interface import bodies
from tests.services.health.interface.hospital import Hospital, Reply, refusal_of

HEADERS = ("_api_name", "_api_version", "_api_timestamp", "_api_access_key", "_api_signature")


def refused_401(reply: Reply) -> str:
    """Return the message of a gateway refusal, which must be in the gateway's own form."""
    assert reply.status == 401
    answer = reply.json
    assert set(answer) == {"code", "message"}
    assert answer["code"] == 401
    said: str = answer["message"]
    return said


@pytest.mark.parametrize("missing", HEADERS)
@pytest.mark.parametrize("empty", [False, True])
def test_each_missing_header_is_named(
    hospital: Hospital, unchanged, missing: str, empty: bool
) -> None:
    message = hospital.message("9001", bodies.sign_in())
    headers = hospital.headers("9001")
    if empty:
        headers[missing] = ""
    else:
        del headers[missing]
    with unchanged:
        assert missing in refused_401(hospital.send(message, headers))


@pytest.mark.parametrize("minutes", [-31, 31])
def test_an_old_or_future_timestamp_is_refused(
    hospital: Hospital, unchanged, clock: FixedClock, minutes: int
) -> None:
    message = hospital.message("9001", bodies.sign_in())
    now = clock.now()
    clock.set(now + timedelta(minutes=minutes))
    headers = hospital.headers("9001")
    clock.set(now)
    with unchanged:
        said = refused_401(hospital.send(message, headers))
    assert "_api_timestamp" in said
    assert "30 分钟" in said


@pytest.mark.parametrize("minutes", [-29, 29])
def test_a_timestamp_within_the_window_is_good(
    hospital: Hospital, clock: FixedClock, minutes: int
) -> None:
    message = hospital.message("9001", bodies.sign_in())
    now = clock.now()
    clock.set(now + timedelta(minutes=minutes))
    headers = hospital.headers("9001")
    clock.set(now)
    assert hospital.send(message, headers).json["infcode"] == 0


@pytest.mark.parametrize(
    "stamp", ["1700000000", "17000000000000", "abcdefghijklm", "１２３４５６７８９０１２３"]
)
def test_a_timestamp_that_is_none_is_refused(hospital: Hospital, unchanged, stamp: str) -> None:
    headers = hospital.headers("9001") | {"_api_timestamp": stamp}
    with unchanged:
        said = refused_401(hospital.send(hospital.message("9001", bodies.sign_in()), headers))
    assert "_api_timestamp" in said


@pytest.mark.parametrize("key", ["AK-NOBODY", "é", "x" * 4_000, "' or 1=1 --"])
def test_an_unknown_access_key_is_refused(hospital: Hospital, unchanged, key: str) -> None:
    headers = hospital.headers("9001") | {"_api_access_key": key}
    with unchanged:
        said = refused_401(hospital.send(hospital.message("9001", bodies.sign_in()), headers))
    assert "_api_access_key" in said


@pytest.mark.parametrize(
    "wrong", [{"_api_signature": "AAAA"}, {"_api_signature": "é"}, {"_api_version": "2.0.0"}]
)
def test_a_signature_that_does_not_hold_is_refused(
    hospital: Hospital, unchanged, wrong: dict[str, str]
) -> None:
    headers = hospital.headers("9001") | wrong
    with unchanged:
        said = refused_401(hospital.send(hospital.message("9001", bodies.sign_in()), headers))
    assert "_api_signature" in said


def test_a_revoked_key_is_refused(hospital: Hospital) -> None:
    message = hospital.message("9001", bodies.sign_in())
    revoke_credential(hospital.place.code)
    forget_credentials()
    assert "_api_access_key" in refused_401(hospital.send(message))


def test_the_signed_name_must_be_the_transaction(hospital: Hospital, unchanged) -> None:
    message = hospital.message("9001", bodies.sign_in())
    with unchanged:
        said = hospital.refused(message, hospital.headers("1101"))
    assert "_api_name" in said
    assert "infno" in said


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "options"])
def test_only_post_is_answered_and_the_answer_says_so(world, unchanged, method: str) -> None:
    with unchanged:
        answer = getattr(Client(), method)("/hsa")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "POST" in answer.json()["message"]


BROKEN_BODIES = {
    "empty": (b"", "内容为空"),
    "blank": (b" \r\n", "内容为空"),
    "no json": (b"<xml/>", "第 1 行第 1 字"),
    "cut off": (b'{"infno": "1101",\n "msgid"', "第 2 行"),
    "gbk": ('{"infno": "样例"}'.encode("gbk"), "UTF-8"),
    "utf-16": ('{"infno": "1101"}'.encode("utf-16"), "UTF-8"),
    "bytes": (bytes(range(256)), "UTF-8"),
    "array": (b"[]", "最外层不是对象"),
    "text": (b'"1101"', "最外层不是对象"),
    "null": (b"null", "最外层不是对象"),
    "not a number": (b'{"infno": NaN}', "写不成数"),
    "infinite": (b'{"infno": -Infinity}', "写不成数"),
    "beyond decimals": (b'{"infno": 1e99999999999999999999}', "写不成数"),
    "too many digits": (b'{"infno": ' + b"9" * 5_000 + b"}", "写不成数"),
    "too deep": (b"[" * 100_000, "嵌套过深"),
    "too large": (b'{"infno": "' + b"x" * 600_000 + b'"}', "524288"),
    "far too large": (b'{"infno": "' + b"x" * 3_000_000 + b'"}', "524288"),
}


@pytest.mark.parametrize("kind", BROKEN_BODIES)
def test_a_body_that_cannot_be_read_gets_a_friendly_answer(
    hospital: Hospital, unchanged, kind: str
) -> None:
    body, expected = BROKEN_BODIES[kind]
    with unchanged:
        said = refusal_of(hospital.transport(body, hospital.headers("1101")))
    assert expected in said


def test_a_byte_order_mark_is_passed_over(hospital: Hospital) -> None:
    message = hospital.message("9001", bodies.sign_in())
    body = b"\xef\xbb\xbf" + json.dumps(message).encode()
    assert hospital.transport(body, hospital.headers("9001")).json["infcode"] == 0
