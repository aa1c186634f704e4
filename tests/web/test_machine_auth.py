"""The gateway signature: its published vector, its time window and each way to fail."""

from __future__ import annotations

import json

import pytest

from rongcheng.web.machine_auth import (
    SIGNATURE_HEADER,
    SIGNED_HEADERS,
    MachineCall,
    SignatureRefused,
    read_headers,
    refusal,
    sign,
    signed_headers,
    signed_text,
    verify,
)

NOW = 1_700_000_000_000
MINUTE = 60_000
SECRETS = {"AKTEST": "SKTEST", "AKOTHER": "SKOTHER"}


def headers(**changed: str) -> dict[str, str]:
    """Return the five headers of the published vector, some of them changed afterwards."""
    made = signed_headers(
        name="1101", version="1.0.0", access_key="AKTEST", secret_key="SKTEST", now_ms=NOW
    )
    return {**made, **changed}


def check(sent: dict[str, str], now_ms: int = NOW, **options: int) -> MachineCall:
    return verify(sent, secret_of=SECRETS.get, now_ms=now_ms, **options)


def test_published_vector() -> None:
    assert signed_text(headers()) == (
        "_api_access_key=AKTEST&_api_name=1101&_api_timestamp=1700000000000&_api_version=1.0.0"
    )
    assert sign(headers(), "SKTEST") == "5Wbga2AmQByPIV7Gu9ad4HjWqNg="


def test_good_call_names_its_caller() -> None:
    assert check(headers()) == MachineCall("AKTEST", "1101", "1.0.0", NOW)


@pytest.mark.parametrize("name", [*SIGNED_HEADERS, SIGNATURE_HEADER])
@pytest.mark.parametrize("is_empty", [True, False])
def test_missing_header_is_named(name: str, is_empty: bool) -> None:
    sent = headers(**{name: ""})
    if not is_empty:
        del sent[name]
    with pytest.raises(SignatureRefused, match=f"缺少请求头 {name}"):
        check(sent)


def test_lookup_is_not_asked_before_the_cheap_checks() -> None:
    asked: list[str] = []

    def remember(key: str) -> None:
        asked.append(key)

    for sent in (headers(_api_signature=""), headers(_api_timestamp="1"), {}):
        with pytest.raises(SignatureRefused):
            verify(sent, secret_of=remember, now_ms=NOW)
    assert asked == []


@pytest.mark.parametrize("minutes", [30, -30, 0, 29])
def test_time_within_the_window(minutes: int) -> None:
    assert check(headers(), NOW + minutes * MINUTE).timestamp_ms == NOW


@pytest.mark.parametrize("late_ms", [30 * MINUTE + 1, -30 * MINUTE - 1, 24 * 60 * MINUTE])
def test_time_outside_the_window(late_ms: int) -> None:
    with pytest.raises(SignatureRefused, match="超过 30 分钟"):
        check(headers(), NOW + late_ms)


def test_window_is_a_parameter() -> None:
    assert check(headers(), NOW + 5 * MINUTE, window_minutes=5)
    with pytest.raises(SignatureRefused, match="超过 5 分钟"):
        check(headers(), NOW + 5 * MINUTE + 1, window_minutes=5)


@pytest.mark.parametrize(
    "stamp",
    [
        "170000000000",
        "17000000000000",
        "170000000000x",
        "１７００００００００００0",
        "-700000000000",
    ],
)
def test_timestamp_is_thirteen_plain_digits(stamp: str) -> None:
    with pytest.raises(SignatureRefused, match="13 位毫秒"):
        check(headers(_api_timestamp=stamp))


def test_unknown_access_key() -> None:
    with pytest.raises(SignatureRefused, match="未登记或已停用"):
        check(headers(_api_access_key="NOBODY"))


@pytest.mark.parametrize(
    "changed",
    [
        {"_api_name": "2207"},
        {"_api_version": "1.0.1"},
        {"_api_timestamp": str(NOW + 1)},
        {"_api_access_key": "AKOTHER"},
        {"_api_signature": "5Wbga2AmQByPIV7Gu9ad4HjWqNg"},
        {"_api_signature": "五"},
        {"_api_signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA="},
    ],
)
def test_altered_call_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(SignatureRefused, match="_api_signature 不符"):
        check(headers(**changed))


def test_headers_are_read_as_the_server_passes_them() -> None:
    meta = {f"HTTP_{name.upper()}": value for name, value in headers().items()}
    assert check(read_headers({**meta, "HTTP_HOST": "x"})).access_key == "AKTEST"
    assert read_headers({}) == dict.fromkeys([*SIGNED_HEADERS, SIGNATURE_HEADER], "")


def test_refusal_is_the_gateway_answer() -> None:
    answer = refusal(SignatureRefused("缺少请求头 _api_name，请补上后重新签名"))
    assert answer.status_code == 401
    assert json.loads(answer.content) == {
        "code": 401,
        "message": "缺少请求头 _api_name，请补上后重新签名",
    }
