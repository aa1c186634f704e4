"""What an ID token must be (登录凭据核对): pure rules over header and claims, without clock or net.

Source: OpenID Connect Core 1.0, 3.1.3.7; RFC 8725 (best practices for JSON Web Tokens).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

LEEWAY_S = 60
"""How far two clocks may be apart."""
OLDEST_S = 600
"""How long before it is used a token may have been issued: it is taken straight from its maker."""
LONGEST_TOKEN = 16_384
LONGEST_SUBJECT = 191
"""As long as the table of linked accounts keeps one."""
_HASHES = {"256": hashlib.sha256, "384": hashlib.sha384}

WORDS: Mapping[str, tuple[str, str]] = {
    "unfinished": ("应用没有把登录办完", "the app did not finish the sign-in"),
    "malformed": ("凭据格式不对", "the token is malformed"),
    "algorithm": ("签名算法不在约定之内", "the signature's algorithm is not an agreed one"),
    "unknown_key": ("签名用的密钥没有公布", "the signing key is not a published one"),
    "signature": ("签名不对", "the signature does not hold"),
    "issuer": ("签发方不对", "another issuer"),
    "audience": ("不是发给这里的", "meant for another audience"),
    "party": ("发给了另一个使用方", "issued to another party"),
    "expired": ("凭据已过期", "the token has expired"),
    "not_yet": ("签发时间在将来，两边时钟不一致", "issued in the future: the clocks differ"),
    "too_old": ("凭据签发太久", "the token was issued too long ago"),
    "nonce": ("不是这一次登录的答复", "it answers another sign-in"),
    "subject": ("前后两次说的不是同一个账号", "the subject is missing or another one"),
    "access_hash": ("凭据与访问令牌对不上", "the token does not fit its access token"),
    "claims": ("没有给出证件号码或姓名", "it gives no ID number or no name"),
    "id_number": ("给出的证件号码不是有效的号码", "the ID number it gives is no valid one"),
}


class TokenWrong(Exception):
    """An ID token that does not hold; `why` is a key of `WORDS`."""

    def __init__(self, why: str) -> None:
        """Keep which of them."""
        super().__init__(why)
        self.why = why


class Expected(NamedTuple):
    """What the token of one sign-in must say; `now_s` are seconds since 1970."""

    issuer: str
    client_id: str
    nonce: str
    now_s: float


def read_header(token: object, algorithms: Sequence[str]) -> tuple[str, str]:
    """Return algorithm and key id of a token; raises TokenWrong for one that is not agreed.

    The algorithm is taken from our list, never from what a token asks for.
    """
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN or token.count(".") != 2:
        raise TokenWrong("malformed")
    head = token.partition(".")[0]
    try:
        padded = head + "=" * (-len(head) % 4)
        header = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, RecursionError) as fault:
        raise TokenWrong("malformed") from fault
    if not isinstance(header, dict) or "crit" in header:
        raise TokenWrong("malformed")
    algorithm, key_id = header.get("alg"), header.get("kid", "")
    if not isinstance(algorithm, str) or algorithm not in algorithms:
        raise TokenWrong("algorithm")
    if not isinstance(key_id, str):
        raise TokenWrong("malformed")
    return algorithm, key_id


def check_claims(claims: Mapping[str, Any], expected: Expected) -> None:
    """Refuse a token whose signature holds but which is not for this sign-in; raises TokenWrong.

    >>> check_claims({"iss": "https://x"}, Expected("https://y", "us", "n", 0))
    Traceback (most recent call last):
    rongcheng.foundation.people.city_apps.tokens.TokenWrong: issuer
    """
    if claims.get("iss") != expected.issuer:
        raise TokenWrong("issuer")
    _check_audience(claims, expected.client_id)
    _check_times(claims, expected.now_s)
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not expected.nonce:
        raise TokenWrong("nonce")
    if not hmac.compare_digest(nonce.encode(), expected.nonce.encode()):
        raise TokenWrong("nonce")
    subject_of(claims)


def subject_of(claims: Mapping[str, Any]) -> str:
    """Return whom the token is about; raises TokenWrong."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or "\0" in subject:
        raise TokenWrong("subject")
    return subject


def check_access_hash(claims: Mapping[str, Any], algorithm: str, access_token: str) -> None:
    """Refuse an ID token that names another access token; one that names none may pass."""
    if "at_hash" not in claims:
        return
    digest = _HASHES[algorithm[-3:]](access_token.encode()).digest()
    half = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
    if claims["at_hash"] != half:
        raise TokenWrong("access_hash")


def word_of(claims: Mapping[str, Any], name: str) -> str:
    """Return a claim as a text without blanks at its ends; raises TokenWrong for none."""
    value = claims.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > 100 or "\0" in value:
        raise TokenWrong("claims")
    return value.strip()


def is_assured(claims: Mapping[str, Any], claim: str, accepted: Sequence[str]) -> bool:
    """Say whether the app knows the person well enough; a whole number counts as its digits.

    >>> is_assured({"level": 3}, "level", ["3"]), is_assured({}, "level", ["3"])
    (True, False)
    """
    value = claims.get(claim)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return False
    return str(value) in accepted


def _check_audience(claims: Mapping[str, Any], client_id: str) -> None:
    audience = claims.get("aud")
    named = [audience] if isinstance(audience, str) else audience
    if not isinstance(named, list) or client_id not in named:
        raise TokenWrong("audience")
    party = claims.get("azp")
    if (party is None and len(named) > 1) or party not in (None, client_id):
        raise TokenWrong("party")


def _check_times(claims: Mapping[str, Any], now_s: float) -> None:
    expires, issued = _seconds(claims, "exp"), _seconds(claims, "iat")
    begins = _seconds(claims, "nbf") if "nbf" in claims else issued
    if now_s >= expires + LEEWAY_S:
        raise TokenWrong("expired")
    if max(issued, begins) > now_s + LEEWAY_S:
        raise TokenWrong("not_yet")
    if issued < now_s - OLDEST_S - LEEWAY_S:
        raise TokenWrong("too_old")


def _seconds(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TokenWrong("malformed")
    if not abs(value) < 1e12:  # also refuses infinity and what is no number
        raise TokenWrong("malformed")
    return float(value)
