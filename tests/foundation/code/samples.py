"""Invented keys and codes: fixed test keys that nobody may use for anything else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from rongcheng.foundation.code.offline.claims import encode_claims
from rongcheng.foundation.code.offline.cose import (
    PrivateKey,
    issuer_header,
    point_of_key,
    sign,
)
from rongcheng.foundation.code.offline.keyset import KeySet, TrustedKey, key_id_of_point
from rongcheng.foundation.code.offline.proof import make_proof
from rongcheng.foundation.code.offline.seen import NotRemembered, Seen
from rongcheng.foundation.code.offline.status import LIST_BYTES, StatusList, StatusLists
from rongcheng.foundation.code.offline.text import code_text
from rongcheng.foundation.code.offline.types import Claims, CodeKind, Purpose, Transit
from rongcheng.foundation.code.offline.verdicts import Verdict
from rongcheng.foundation.code.offline.verifier import verify
from rongcheng.kernel.clock import SHANGHAI

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
AT = 1_772_415_000  # NOW in Unix seconds
DAY = 86_400
INDEX = 12_345


def sample_key(number: int) -> PrivateKey:
    """Return the test key of a number: its private scalar is the number, so it is no secret."""
    return ec.derive_private_key(number, ec.SECP256R1())


ISSUER, OTHER_ISSUER, PHONE, OTHER_PHONE = (sample_key(number) for number in (11, 12, 21, 22))


def point(key: PrivateKey) -> bytes:
    return point_of_key(key.public_key())


def key_id(key: PrivateKey) -> bytes:
    return key_id_of_point(point(key))


CLAIMS = Claims(
    metro="changzhutan",
    city="430300",
    handle="sample-handle-01",
    credential_id=bytes.fromhex("0102030405060708"),
    issued_at=AT - DAY,
    not_before=AT - DAY,
    expires_at=AT + 29 * DAY,
    holder=point(PHONE),
    kind=CodeKind.PHONE,
    purposes=(1, 2, 3, 4, 5),
    list_number=0,
    list_index=INDEX,
    uses=0,
    transit=Transit(43_010_001, 1, 2),
)
CARD_CLAIMS = CLAIMS._replace(
    holder=b"", kind=CodeKind.CARD, purposes=(1, 2), uses=20, transit=Transit(0, 0, 0)
)


def credential(claims: Claims = CLAIMS, key: PrivateKey = ISSUER) -> bytes:
    return sign(issuer_header(key_id(key)), encode_claims(claims), key)


def proof(
    signed: bytes, *, at: int = AT, counter: int = 7, purpose: int = 0, key: Any = PHONE
) -> bytes:
    return make_proof(signed, key, at=at, counter=counter, purpose=purpose)


def code(claims: Claims = CLAIMS, **made: Any) -> str:
    signed = credential(claims)
    return code_text(signed, proof(signed, **made))


def keys(*trusted: TrustedKey) -> KeySet:
    return KeySet(trusted or (trusted_key(),))


def trusted_key(key: PrivateKey = ISSUER, **changed: Any) -> TrustedKey:
    found = TrustedKey(key_id(key), "changzhutan", key.public_key(), AT - 90 * DAY, AT + 90 * DAY)
    return found._replace(**changed)


def bits(*revoked: int) -> bytes:
    found = bytearray(LIST_BYTES)
    for index in revoked:
        found[index // 8] |= 1 << index % 8
    return bytes(found)


def status_list(*revoked: int, **changed: Any) -> StatusList:
    return StatusList("changzhutan", 0, AT - 300, AT + DAY, bits(*revoked))._replace(**changed)


@dataclass(frozen=True)
class Gate:
    """A verifier at a moment, with what it has pinned."""

    at: datetime = NOW
    purpose: Purpose = Purpose.PARK
    keys: KeySet = field(default_factory=keys)
    lists: StatusLists = field(default_factory=lambda: StatusLists([status_list()]))
    seen: Seen = field(default_factory=NotRemembered)

    def scan(self, text: object) -> Verdict:
        return verify(
            text,
            at=self.at,
            purpose=self.purpose,
            keys=self.keys,
            status_lists=self.lists,
            seen=self.seen,
        )

    def later(self, seconds: int) -> Gate:
        return replace(self, at=self.at + timedelta(seconds=seconds))
