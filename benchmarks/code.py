"""Offline verification of the one code against the bare signature checks in it (离线核验基准).

Both sides check the same signatures of the same codes with the same library, on one core, in turns.
A bare check of a code is: make the phone's public key out of its 64 bytes, as every verifier must,
and verify two ES256 signatures whose parts and messages lie ready. Every code is of another phone.

    make bench ARGS="--only code"
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from benchmarks.options import Options
from benchmarks.report import Result, Row
from rongcheng.foundation.code.offline.claims import encode_claims
from rongcheng.foundation.code.offline.cose import (
    PublicKey,
    Signed,
    issuer_header,
    point_of_key,
    sign,
)
from rongcheng.foundation.code.offline.keyset import KeySet, TrustedKey, key_id_of_point
from rongcheng.foundation.code.offline.proof import make_proof
from rongcheng.foundation.code.offline.seen import SeenHere
from rongcheng.foundation.code.offline.status import LIST_BYTES, StatusList, StatusLists
from rongcheng.foundation.code.offline.text import code_text, read_text
from rongcheng.foundation.code.offline.types import Claims, CodeKind, Purpose
from rongcheng.foundation.code.offline.verifier import verify

CODES = 400
ROUNDS = 25
AT = 1_772_415_000
_CURVE = ec.SECP256R1()
_ES256 = ec.ECDSA(hashes.SHA256())


class Bare(NamedTuple):
    """The two checks in a code, with everything ready but the phone's key."""

    point: bytes
    first: bytes
    first_message: bytes
    second: bytes
    second_message: bytes


class Scene(NamedTuple):
    """Codes of many phones, and what a gate holds."""

    texts: list[str]
    bare: list[Bare]
    issuer: PublicKey
    keys: KeySet
    lists: StatusLists


class Rates(NamedTuple):
    """Codes a second, the bare checks of them a second, and their ratio."""

    whole: float
    bare: float
    ratio: float


def run(options: Options) -> Result:
    """Return the rate of verification beside that of the bare checks."""
    del options
    rates = measure_rates()
    row = Row(
        "codes verified offline, one core",
        f"{rates.whole:,.0f}/s",
        f"bare signature checks {rates.bare:,.0f}/s",
        f"{rates.ratio:.2f}",
        "≥ 0.75",
    )
    return Result("code", [row], rates._asdict())


def measure_rates(codes: int = CODES, rounds: int = ROUNDS) -> Rates:
    """Verify and check in turns; the best round of each counts, as neighbours only add time."""
    scene = make_scene(codes)
    whole, bare = [], []
    for _ in range(rounds):
        bare.append(_seconds(lambda: check_bare(scene)))
        whole.append(_seconds(lambda: verify_all(scene)))
    return Rates(codes / min(whole), codes / min(bare), min(bare) / min(whole))


def verify_all(scene: Scene) -> None:
    """Verify every code as a gate does; each must pass."""
    seen, at = SeenHere(), datetime.fromtimestamp(AT, UTC)
    for text in scene.texts:
        verdict = verify(
            text,
            at=at,
            purpose=Purpose.PARK,
            keys=scene.keys,
            status_lists=scene.lists,
            seen=seen,
        )
        assert verdict.accepted


def check_bare(scene: Scene) -> None:
    """Check the two signatures of every code and nothing else; a wrong one raises."""
    issuer = scene.issuer
    for found in scene.bare:
        phone = PublicKey.from_encoded_point(_CURVE, found.point)
        issuer.verify(found.first, found.first_message, _ES256)
        phone.verify(found.second, found.second_message, _ES256)


def make_scene(codes: int) -> Scene:
    """Return codes of this many phones, each with a credential of its own."""
    issuer = ec.generate_private_key(_CURVE)
    key_id = key_id_of_point(point_of_key(issuer.public_key()))
    texts, bare = [], []
    for number in range(codes):
        phone = ec.generate_private_key(_CURVE)
        point = point_of_key(phone.public_key())
        claims = Claims(
            metro="changzhutan",
            city="430300",
            handle=f"bench-{number:010d}",
            credential_id=number.to_bytes(8, "big"),
            issued_at=AT,
            not_before=AT,
            expires_at=AT + 30 * 86_400,
            holder=point,
            kind=CodeKind.PHONE,
            purposes=(1, 2, 3, 4, 5),
            list_number=0,
            list_index=number,
        )
        credential = sign(issuer_header(key_id), encode_claims(claims), issuer)
        proof = make_proof(credential, phone, at=AT, counter=70_000, purpose=0)
        text = code_text(credential, proof)
        scanned = read_text(text)
        assert scanned.proof is not None
        texts.append(text)
        bare.append(
            Bare(
                point,
                _der(scanned.credential),
                scanned.credential.message,
                _der(scanned.proof),
                scanned.proof.message,
            )
        )
    trusted = TrustedKey(key_id, "changzhutan", issuer.public_key(), AT - 1, AT + 86_400)
    listed = StatusList("changzhutan", 0, AT, AT + 86_400, bytes(LIST_BYTES))
    return Scene(texts, bare, issuer.public_key(), KeySet([trusted]), StatusLists([listed]))


def _der(signed: Signed) -> bytes:
    half = len(signed.signature) // 2
    first, second = signed.signature[:half], signed.signature[half:]
    return encode_dss_signature(int.from_bytes(first, "big"), int.from_bytes(second, "big"))


def _seconds(work: Callable[[], None]) -> float:
    """Return the processor time of this thread, so that neighbours on the machine count less."""
    before = time.thread_time()
    work()
    return time.thread_time() - before
