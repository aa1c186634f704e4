"""The proof of the moment (现场证明): signed by the phone's own key, so a picture of it grows old.

The payload is an array of four in deterministic CBOR: the first 16 bytes of the credential's
SHA-256, the second in which it was made, a counter, the purpose (0 for any).
"""

from __future__ import annotations

import hashlib

from rongcheng.foundation.code.offline.cose import HOLDER_HEADER, PrivateKey, sign
from rongcheng.foundation.code.offline.errors import malformed_code
from rongcheng.foundation.code.offline.types import Proof

HASH_BYTES = 16
RENEWED_SECONDS = 30
"""How often a phone shows a new proof."""

_OPENING = bytes([0x84, 0x40 + HASH_BYTES])
_SIZES = {24: 1, 25: 2, 26: 4, 27: 8}
_MOST = 1 << 40


def hash_of(credential: bytes) -> bytes:
    """Return what binds a proof to its credential: 16 bytes of SHA-256."""
    return hashlib.sha256(credential).digest()[:HASH_BYTES]


def encode_proof(proof: Proof) -> bytes:
    """Return the payload that the phone signs."""
    numbers = (proof.made_at, proof.counter, proof.purpose)
    return _OPENING + proof.credential_hash + b"".join(_written(number) for number in numbers)


def decode_proof(payload: bytes) -> Proof:
    """Return what a phone says; raises CodeMalformed for any other bytes."""
    at = len(_OPENING) + HASH_BYTES
    if payload[: len(_OPENING)] != _OPENING or len(payload) < at:
        raise malformed_code()
    digest = payload[len(_OPENING) : at]
    made_at, at = _number(payload, at)
    counter, at = _number(payload, at)
    purpose, at = _number(payload, at)
    if at != len(payload):
        raise malformed_code()
    return Proof(digest, made_at, counter, purpose)


def make_proof(credential: bytes, key: PrivateKey, *, at: int, counter: int, purpose: int) -> bytes:
    """Return a proof as a phone makes it, for tests, vectors and programs that act as one."""
    payload = encode_proof(Proof(hash_of(credential), at, counter, purpose))
    return sign(HOLDER_HEADER, payload, key)


def _number(payload: bytes, at: int) -> tuple[int, int]:
    """Return the unsigned integer at a place, in its shortest form, and where it ends."""
    if at >= len(payload):
        raise malformed_code()
    head = payload[at]
    if head < 24:
        return head, at + 1
    size = _SIZES.get(head, 0)
    end = at + 1 + size
    found = int.from_bytes(payload[at + 1 : end], "big")
    shortest = 24 if size == 1 else 1 << 4 * size
    if not size or end > len(payload) or not shortest <= found < _MOST:
        raise malformed_code()
    return found, end


def _written(number: int) -> bytes:
    if number < 24:
        return bytes([number])
    for head, size in _SIZES.items():
        if number < 1 << 8 * size:
            return bytes([head]) + number.to_bytes(size, "big")
    raise ValueError("a number of more than eight bytes")
