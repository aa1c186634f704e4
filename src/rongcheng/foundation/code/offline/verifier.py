"""Verifies a code where there is no network (离线核验): at a gate, a desk, a park, in any city.

Two signatures are checked, the metro's over the credential and the phone's over the moment; then
dates, purpose, revocation and whether the proof was used before. The answer is one reason in both
languages, whatever was scanned: nothing here raises.

    verdict = verify(text, at=now, purpose=Purpose.PARK, keys=keys, status_lists=lists, seen=seen)

A printed card has no phone to sign for it: it is answered as static, and whoever is online counts
its uses.
"""

from __future__ import annotations

from datetime import datetime

from rongcheng.foundation.code.offline.claims import decode_claims
from rongcheng.foundation.code.offline.cose import is_signed_by, key_id_of, key_of_point
from rongcheng.foundation.code.offline.errors import CodeMalformed
from rongcheng.foundation.code.offline.keyset import KeySet, TrustedKey
from rongcheng.foundation.code.offline.proof import decode_proof, hash_of
from rongcheng.foundation.code.offline.seen import PROOF_SECONDS, SKEW_SECONDS, Seen
from rongcheng.foundation.code.offline.status import StatusSource
from rongcheng.foundation.code.offline.text import ScannedCode, read_text
from rongcheng.foundation.code.offline.types import Claims, Proof, Purpose
from rongcheng.foundation.code.offline.verdicts import (
    BAD_SIGNATURE,
    CLOCK_OFF,
    EXPIRED,
    MALFORMED,
    NOT_FOR_THIS_PURPOSE,
    NOT_YET_VALID,
    PROOF_TOO_OLD,
    REVOKED,
    STALE_STATUS_LIST,
    STATIC,
    UNKNOWN_ISSUER,
    Verdict,
)
from rongcheng.kernel.outcomes import Reason

STATUS_SECONDS = 86_400
"""How old a status list may be, unless a verifier asks for a younger one."""


def verify(
    text: object,
    *,
    at: datetime,
    purpose: Purpose,
    keys: KeySet,
    status_lists: StatusSource,
    seen: Seen,
    status_seconds: int = STATUS_SECONDS,
) -> Verdict:
    """Return whether a scanned text opens this purpose at an aware moment, and why."""
    now = int(at.timestamp())
    try:
        scanned = read_text(text)
        key = keys.find(key_id_of(scanned.credential.header))
        if key is None:
            return Verdict(UNKNOWN_ISSUER)
        if not is_signed_by(scanned.credential, key.public):
            return Verdict(BAD_SIGNATURE)
        claims = decode_claims(scanned.credential.payload)
        reason = (
            _of_issuer(claims, key)
            or _of_dates(claims, now)
            or _of_purpose(claims, purpose)
            or _of_status(claims, status_lists, now, status_seconds)
        )
        if reason is not None:
            return Verdict(reason, claims)
        return _of_proof(scanned, claims, purpose, seen, now)
    except CodeMalformed:
        return Verdict(MALFORMED)


def _of_issuer(claims: Claims, key: TrustedKey) -> Reason | None:
    """A key speaks for its own metro area only, and only for what it signed in its time."""
    if claims.metro != key.metro or not key.valid_from <= claims.issued_at < key.valid_until:
        return UNKNOWN_ISSUER
    return None


def _of_dates(claims: Claims, now: int) -> Reason | None:
    if now < claims.not_before - SKEW_SECONDS:
        return NOT_YET_VALID
    return EXPIRED if now >= claims.expires_at else None


def _of_purpose(claims: Claims, purpose: Purpose) -> Reason | None:
    return None if purpose in claims.purposes else NOT_FOR_THIS_PURPOSE


def _of_status(
    claims: Claims, status_lists: StatusSource, now: int, status_seconds: int
) -> Reason | None:
    found = status_lists.find(claims.metro, claims.list_number)
    if found is None or now >= found.expires_at or now - found.issued_at > status_seconds:
        return STALE_STATUS_LIST
    if found.issued_at > now + SKEW_SECONDS:
        return CLOCK_OFF
    return REVOKED if found.is_revoked(claims.list_index) else None


def _of_proof(
    scanned: ScannedCode, claims: Claims, purpose: Purpose, seen: Seen, now: int
) -> Verdict:
    if not claims.holder:  # a card: the only kind without a key
        return Verdict(MALFORMED if scanned.proof else STATIC, claims)
    if scanned.proof is None:
        return Verdict(MALFORMED, claims)
    if not is_signed_by(scanned.proof, key_of_point(claims.holder)):
        return Verdict(BAD_SIGNATURE, claims)
    proof = decode_proof(scanned.proof.payload)
    if proof.credential_hash != hash_of(scanned.credential_bytes):
        return Verdict(BAD_SIGNATURE, claims)
    reason = _of_moment(proof, purpose, now) or seen.take(
        claims.credential_id, proof.made_at, proof.counter, now
    )
    return Verdict(reason, claims, proof.made_at, proof.counter)


def _of_moment(proof: Proof, purpose: Purpose, now: int) -> Reason | None:
    if proof.purpose not in (0, purpose):
        return NOT_FOR_THIS_PURPOSE
    if proof.made_at > now + SKEW_SECONDS:
        return CLOCK_OFF
    return PROOF_TOO_OLD if now - proof.made_at > PROOF_SECONDS else None
