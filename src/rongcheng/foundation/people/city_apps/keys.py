"""An app's published addresses and keys (公布的地址和密钥): kept a while, fetched once when needed.

A key that is not known is looked for once more, since services change their keys; then the token
is refused. Each process keeps its own.
"""

from __future__ import annotations

import json
import threading
import time
from typing import Any, NamedTuple

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from rongcheng.foundation.people.city_apps.asking import ask_app, forget_failures
from rongcheng.foundation.people.city_apps.offered import SignInApp
from rongcheng.foundation.people.city_apps.tokens import TokenWrong
from rongcheng.foundation.people.city_apps.wire import Json, NoReply, get_json, is_safe

KEPT_S = 300.0
"""How long addresses and keys are kept: for so long a withdrawn key may still be accepted."""
SHORTEST_RSA_BITS = 2_048
KIND_OF_ALGORITHM = {"ES": "EC", "RS": "RSA", "PS": "RSA"}
CURVE_OF_ALGORITHM = {"ES256": "P-256", "ES384": "P-384"}
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class _Kept(NamedTuple):
    content: Json
    until: float


_kept: dict[tuple[str, str], _Kept] = {}
_lock = threading.Lock()


def describe_app(app: SignInApp) -> Json:
    """Return the app's own description (OpenID Connect Discovery); raises NoReply.

    One that names another issuer or an address without TLS is not believed.
    """
    url = f"{app.issuer.rstrip('/')}/.well-known/openid-configuration"
    found = _fetched(app, url)
    wanted = (*ENDPOINTS, *(("userinfo_endpoint",) if app.userinfo else ()))
    if found.get("issuer") != app.issuer:
        raise NoReply("description")
    if not all(may_lead_to(app, found.get(name)) for name in wanted):
        raise NoReply("description")
    return found


def may_lead_to(app: SignInApp, url: object) -> bool:
    """Say whether an app may have us ask this address.

    Only a stand-in on this machine may lead to this machine: a real app that names an address of
    ours without TLS would have us knock at our own doors.
    """
    if not isinstance(url, str) or not is_safe(url):
        return False
    return url.startswith("https:") or app.issuer.startswith("http:")


def key_of(app: SignInApp, algorithm: str, key_id: str) -> Any:
    """Return the public key that a token names; raises TokenWrong, or NoReply."""
    url = str(describe_app(app)["jwks_uri"])
    found = _find(_fetched(app, url), algorithm, key_id)
    if found is None:
        found = _find(_fetched(app, url, anew=True), algorithm, key_id)
    if found is None:
        raise TokenWrong("unknown_key")
    return found


def forget_apps() -> None:
    """Forget all addresses and keys, as a restart does; for tests."""
    forget_failures()
    with _lock:
        _kept.clear()


def _fetched(app: SignInApp, url: str, *, anew: bool = False) -> Json:
    """Return what an address holds, from the process's memory unless it is old or `anew`."""
    name = (app.key, url)
    with _lock:
        held = _kept.get(name)
    if held is not None and not anew and time.monotonic() < held.until:
        return held.content
    # Outside of the lock: a slow service must not hold up the sign-ins of other cities.
    content = ask_app(app, lambda line: get_json(line, url))
    with _lock:
        _kept[name] = _Kept(content, time.monotonic() + KEPT_S)
    return content


def _find(published: Json, algorithm: str, key_id: str) -> Any:
    rows = published.get("keys")
    usable = [row for row in rows if _fits(row, algorithm)] if isinstance(rows, list) else []
    named = [row for row in usable if row.get("kid", "") == key_id]
    if not key_id:
        # A token that names no key: clear only where there is one.
        named = usable if len(usable) == 1 else []
    if len(named) != 1:
        return None
    try:
        key = jwt.PyJWK.from_json(json.dumps(named[0]), algorithm).key
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    if isinstance(key, RSAPublicKey) and key.key_size < SHORTEST_RSA_BITS:
        return None
    return key


def _fits(row: Any, algorithm: str) -> bool:
    if not isinstance(row, dict) or row.get("use", "sig") != "sig" or "d" in row:
        return False
    if row.get("kty") != KIND_OF_ALGORITHM[algorithm[:2]]:
        return False
    if row.get("alg", algorithm) != algorithm:
        return False
    return row.get("crv") == CURVE_OF_ALGORITHM.get(algorithm)
