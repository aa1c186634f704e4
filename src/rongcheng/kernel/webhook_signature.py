"""Signatures of webhooks (推送签名): a city's app knows that a message is ours and is fresh.

Three headers travel with each message. `webhook-signature` holds HMAC-SHA-256 over
`<id>.<timestamp>.<body>`, in Base64 after `v1,`; while a secret is being changed it holds one
signature for each, divided by a space. Whoever pulls signs the same way, with the request's target
(`/path?query`) in place of a body, so one library serves both directions.

Source: Standard Webhooks 1.0.0, "Signature scheme".
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping

ID_HEADER = "webhook-id"
TIMESTAMP_HEADER = "webhook-timestamp"
SIGNATURE_HEADER = "webhook-signature"
HEADERS = (ID_HEADER, TIMESTAMP_HEADER, SIGNATURE_HEADER)

TOLERANCE_S = 300
_PREFIX = "whsec_"
_VERSION = "v1"
_SECRET_BYTES = 32
_SHORTEST, _LONGEST = 24, 64
_MOST_SIGNATURES = 10
_LONGEST_ID = 200


class WebhookRefused(Exception):
    """A message that must not be believed; `why` is one word.

    `header`: one is missing or unreadable; `time`: too old or from the future; `signature`: no
    signature fits; `secret`: the secret itself is not readable.
    """

    def __init__(self, why: str) -> None:
        """Keep the reason."""
        super().__init__(why)
        self.why = why


def new_secret() -> str:
    """Return a new secret: `whsec_` and 32 random bytes in Base64."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode("ascii")


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return one signature, as it stands in the header; raises WebhookRefused for a bad secret.

    >>> sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
    ...      1614265330, b'{"test": 2432232314}')
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(_key_of(secret), signed, hashlib.sha256).digest()
    return f"{_VERSION},{base64.b64encode(digest).decode('ascii')}"


def signed_headers(
    secrets_: Iterable[str], message_id: str, timestamp: int, body: bytes
) -> dict[str, str]:
    """Return the three headers of a message, signed with each secret that is still good."""
    signatures = [sign(secret, message_id, timestamp, body) for secret in secrets_]
    return {
        ID_HEADER: message_id,
        TIMESTAMP_HEADER: str(timestamp),
        SIGNATURE_HEADER: " ".join(signatures),
    }


def verify(secrets_: Iterable[str], headers: Mapping[str, str], body: bytes, *, now_s: int) -> str:
    """Return the id of a message that is genuine and fresh, or raise WebhookRefused.

    `headers` are by lower-case name. The body is taken as it came, before anything reads it.
    """
    message_id, given = headers.get(ID_HEADER, ""), headers.get(SIGNATURE_HEADER, "")
    timestamp = headers.get(TIMESTAMP_HEADER, "")
    readable = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12
    if not message_id or len(message_id) > _LONGEST_ID or not given or not readable:
        raise WebhookRefused("header")
    if abs(now_s - int(timestamp)) > TOLERANCE_S:
        raise WebhookRefused("time")
    signatures = given.split(" ")[:_MOST_SIGNATURES]
    fits = False
    for secret in secrets_:
        expected = sign(secret, message_id, int(timestamp), body).encode()
        for signature in signatures:
            # All are compared, so that the time taken tells nothing of which one fitted.
            fits |= hmac.compare_digest(expected, signature.encode())
    if not fits:
        raise WebhookRefused("signature")
    return message_id


def _key_of(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise WebhookRefused("secret") from fault
    if not _SHORTEST <= len(key) <= _LONGEST:
        raise WebhookRefused("secret")
    return key
