"""The gateway signature (网关签名): proves which system is calling, machine to machine.

Four headers, sorted by name and joined as `k=v&k=v`, go through HMAC-SHA1 with the caller's
secret key and Base64; the fifth header carries the result. The native API uses the same scheme.

The signature covers no body and stays good within the time window: a repeated call is made
harmless by its message id or idempotency key, not here.

Source: Hunan interface specification for designated institutions V1.1.27, gateway chapter.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import NamedTuple

WINDOW_MINUTES = 30
_MINUTE_MS = 60_000
SIGNATURE_HEADER = "_api_signature"
# In the order of their names, which is the order of the signed text.
SIGNED_HEADERS = ("_api_access_key", "_api_name", "_api_timestamp", "_api_version")

SecretLookup = Callable[[str], str | None]


class MachineCall(NamedTuple):
    """A call whose signature holds: the caller's access key, the service's name and version."""

    access_key: str
    name: str
    version: str
    timestamp_ms: int


class SignatureRefused(Exception):
    """The gateway refuses a call; the message says in Chinese which header, why and what to do."""

    def __init__(self, message: str) -> None:
        """Keep the sentence that the caller reads."""
        super().__init__(message)
        self.message = message


def signed_text(headers: Mapping[str, str]) -> str:
    """Return the text that is signed, made of the four headers in the order of their names.

    >>> signed_text({"_api_access_key": "A", "_api_name": "1101",
    ...              "_api_timestamp": "1700000000000", "_api_version": "1.0.0"})
    '_api_access_key=A&_api_name=1101&_api_timestamp=1700000000000&_api_version=1.0.0'
    """
    return "&".join(f"{name}={headers[name]}" for name in SIGNED_HEADERS)


def sign(headers: Mapping[str, str], secret_key: str) -> str:
    """Return the signature of the four headers under a secret key, in Base64."""
    text = signed_text(headers).encode()
    return base64.b64encode(hmac.new(secret_key.encode(), text, hashlib.sha1).digest()).decode()


def signed_headers(
    *, name: str, version: str, access_key: str, secret_key: str, now_ms: int
) -> dict[str, str]:
    """Return the five headers of a call, for clients, the simulation and tests."""
    headers = {
        "_api_access_key": access_key,
        "_api_name": name,
        "_api_timestamp": str(now_ms),
        "_api_version": version,
    }
    return {**headers, SIGNATURE_HEADER: sign(headers, secret_key)}


def read_headers(meta: Mapping[str, object]) -> dict[str, str]:
    """Take the five headers out of `request.META`; a header that is missing becomes empty."""
    names = (*SIGNED_HEADERS, SIGNATURE_HEADER)
    return {name: str(meta.get(f"HTTP_{name.upper()}", "")).strip() for name in names}


def _checked_timestamp(text: str, now_ms: int, window_minutes: int) -> int:
    if len(text) != 13 or not (text.isascii() and text.isdigit()):
        raise SignatureRefused("请求头 _api_timestamp 应为 13 位毫秒时间戳，请改正后重新签名")
    stamp = int(text)
    if abs(now_ms - stamp) > window_minutes * _MINUTE_MS:
        raise SignatureRefused(
            f"请求头 _api_timestamp 与服务器时间相差超过 {window_minutes} 分钟，"
            "请校准时钟后重新签名"
        )
    return stamp


def verify(
    headers: Mapping[str, str],
    *,
    secret_of: SecretLookup,
    now_ms: int,
    window_minutes: int = WINDOW_MINUTES,
) -> MachineCall:
    """Return whose call this is, or raise `SignatureRefused`.

    `secret_of(access_key)` returns the caller's secret key or None; it is asked once, after the
    cheap checks. Times ahead of ours by more than the window are refused like old ones.
    """
    for name in (*SIGNED_HEADERS, SIGNATURE_HEADER):
        if not headers.get(name):
            raise SignatureRefused(f"缺少请求头 {name}，请补上后重新签名")
    stamp = _checked_timestamp(headers["_api_timestamp"], now_ms, window_minutes)
    access_key = headers["_api_access_key"]
    secret_key = secret_of(access_key)
    if secret_key is None:
        raise SignatureRefused("_api_access_key 未登记或已停用，请联系管理员重新发放")
    expected = sign(headers, secret_key).encode()
    if not hmac.compare_digest(expected, headers[SIGNATURE_HEADER].encode()):
        raise SignatureRefused("签名 _api_signature 不符，请核对密钥、四个请求头的次序和取值")
    return MachineCall(access_key, headers["_api_name"], headers["_api_version"], stamp)
