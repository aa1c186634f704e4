"""Issuer keys as verifiers hold them (公钥清单): fetched once, pinned, good for months offline.

Written as a JSON Web Key Set, each key with `kid`, `metro`, `nbf` and `exp`: between the two it
signs. A key stays in the set until everything that it signed has expired.

Source: RFC 7517, 4 and 5; RFC 7518, 6.2.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from rongcheng.foundation.code.offline.cose import (
    KEY_ID_BYTES,
    POINT_BYTES,
    PublicKey,
    key_of_point,
    point_of_key,
)
from rongcheng.foundation.code.offline.errors import CodeMalformed, malformed_keys

MOST_KEYS = 1_000
_HALF = 32
_LATEST = 1 << 40


class TrustedKey(NamedTuple):
    """A public key of a metro area; it signs from `valid_from` to `valid_until`, Unix seconds."""

    key_id: bytes
    metro: str
    public: PublicKey
    valid_from: int
    valid_until: int


class KeySet:
    """The keys that a verifier trusts (可信公钥), found by key id; never changed once made."""

    def __init__(self, keys: Iterable[TrustedKey]) -> None:
        """Hold these keys."""
        self._keys = {key.key_id: key for key in keys}

    def __len__(self) -> int:
        """Return how many keys there are."""
        return len(self._keys)

    def find(self, key_id: bytes) -> TrustedKey | None:
        """Return the key of this id, or None: then the issuer is unknown here."""
        return self._keys.get(key_id)

    def to_jwks(self) -> dict[str, Any]:
        """Return the set as it is published."""
        ordered = sorted(self._keys.values(), key=lambda key: (key.valid_from, key.key_id))
        return {"keys": [_jwk(key) for key in ordered]}


def key_id_of_point(point: bytes) -> bytes:
    """Return a key's id: the first 8 bytes of SHA-256 of its uncompressed point."""
    return hashlib.sha256(point).digest()[:KEY_ID_BYTES]


def read_jwks(written: object) -> KeySet:
    """Return the keys of a published set, parsed JSON; raises CodeMalformed."""
    keys = written.get("keys") if isinstance(written, Mapping) else None
    if not isinstance(keys, list) or len(keys) > MOST_KEYS:
        raise malformed_keys()
    return KeySet(_trusted(key) for key in keys)


def _jwk(key: TrustedKey) -> dict[str, Any]:
    point = point_of_key(key.public)
    return {
        "kty": "EC",
        "crv": "P-256",
        "alg": "ES256",
        "use": "sig",
        "kid": _text(key.key_id),
        "metro": key.metro,
        "x": _text(point[1 : 1 + _HALF]),
        "y": _text(point[1 + _HALF :]),
        "nbf": key.valid_from,
        "exp": key.valid_until,
    }


def _trusted(written: object) -> TrustedKey:
    if not isinstance(written, Mapping) or (written.get("kty"), written.get("crv")) != (
        "EC",
        "P-256",
    ):
        raise malformed_keys()
    point = b"\x04" + _bytes(written.get("x")) + _bytes(written.get("y"))
    metro, moments = written.get("metro"), (written.get("nbf"), written.get("exp"))
    if not isinstance(metro, str) or len(point) != POINT_BYTES:
        raise malformed_keys()
    key_id = _bytes(written.get("kid"))
    if key_id != key_id_of_point(point):
        raise malformed_keys()
    try:
        public = key_of_point(point)
    except CodeMalformed as fault:
        raise malformed_keys() from fault
    valid_from, valid_until = (_moment(moment) for moment in moments)
    return TrustedKey(key_id, metro, public, valid_from, valid_until)


def _moment(written: object) -> int:
    if type(written) is not int or not 0 <= written < _LATEST:
        raise malformed_keys()
    return written


def _bytes(written: object) -> bytes:
    if not isinstance(written, str) or not written.isascii() or len(written) > 2 * _HALF:
        raise malformed_keys()
    try:
        return base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as fault:
        raise malformed_keys() from fault


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
