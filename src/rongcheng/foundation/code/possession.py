"""Proof that a phone holds its key (持有证明), before the metro vouches for that key.

The server gives a challenge that is bound to the resident and good for ten minutes at most; the
phone signs it together with its public key. Nothing is stored for it.
"""

from __future__ import annotations

import hmac
from uuid import UUID

import cbor2

from rongcheng.foundation.code.errors import KeyNotPossessed
from rongcheng.foundation.code.offline.cose import (
    HOLDER_HEADER,
    PrivateKey,
    is_signed_by,
    key_of_point,
    point_of_key,
    read_signed,
    sign,
)
from rongcheng.foundation.code.offline.errors import CodeMalformed
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.crypto import get_suite

LABEL = "rongcheng-bind"
LONGEST = 400
CHALLENGE_SECONDS = 300
_PURPOSE = "code.challenge"


def challenge_for(person_id: UUID) -> bytes:
    """Return what a phone of this resident signs to bind its key, 32 bytes."""
    return _challenge(person_id, _period())


def payload_of(challenge: bytes, point: bytes) -> bytes:
    """Return what the phone signs: a label, the challenge and its own public key."""
    return cbor2.dumps([LABEL, challenge, point], canonical=True)


def prove_possession(key: PrivateKey, challenge: bytes) -> bytes:
    """Return the signed request as a phone makes it, for tests and programs that act as one."""
    point = point_of_key(key.public_key())
    return sign(HOLDER_HEADER, payload_of(challenge, point), key)


def check_possession(person_id: UUID, point: bytes, signed: bytes) -> None:
    """Accept a request that this key signed, for this resident, just now.

    Raises KeyNotPossessed for anything else.
    """
    try:
        key = key_of_point(point)
        found = read_signed(signed[:LONGEST])
    except CodeMalformed as fault:
        raise KeyNotPossessed() from fault
    period = _period()
    wanted = [payload_of(_challenge(person_id, p), point) for p in (period, period - 1)]
    fits = any(hmac.compare_digest(found.payload, payload) for payload in wanted)
    whole = found.header == HOLDER_HEADER and found.end == len(signed)
    if not (fits and whole and is_signed_by(found, key)):
        raise KeyNotPossessed()


def _period() -> int:
    return int(get_clock().now().timestamp()) // CHALLENGE_SECONDS


def _challenge(person_id: UUID, period: int) -> bytes:
    return get_suite().keyed_hash(f"{person_id}:{period}".encode(), _PURPOSE)
