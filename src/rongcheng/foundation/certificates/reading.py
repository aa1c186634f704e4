"""Opens a stored certificate (读出证照): what stands on it, and how it stands today."""

from __future__ import annotations

from datetime import date

from rongcheng.foundation.certificates.claims import MEDIA_TYPE, Claims, decode_claims
from rongcheng.foundation.certificates.models import Certificate
from rongcheng.foundation.certificates.numbers import code_of
from rongcheng.foundation.certificates.sealing import open_credential
from rongcheng.foundation.certificates.types import EXPIRED, VALID, CertificateInfo, Ending
from rongcheng.foundation.code.public import payload_of
from rongcheng.kernel.clock import SHANGHAI, get_clock


def info_of(row: Certificate, *, replayed: bool = False) -> CertificateInfo:
    """Return a certificate opened; raises SealBroken where the row was tampered with."""
    ending = None
    if row.ended_at is not None:
        at = row.ended_at.astimezone(SHANGHAI)
        ending = Ending(at, row.ended_kind, row.ended_reason, row.ended_by)
    return CertificateInfo(
        number=row.number,
        code=code_of(row.number),
        person_id=row.person_id,
        basis=row.basis,
        claims=claims_of(row),
        state=state_of(row, get_clock().today()),
        ending=ending,
        issued_at=row.issued_at.astimezone(SHANGHAI),
        replayed=replayed,
    )


def credential_of(row: Certificate) -> bytes:
    """Return the credential that the metro area signed; raises SealBroken."""
    return open_credential(row.number, bytes(row.credential_sealed))


def claims_of(row: Certificate) -> Claims:
    """Return what stands on a certificate; raises SealBroken."""
    return decode_claims(payload_of(credential_of(row), MEDIA_TYPE))


def state_of(row: Certificate, today: date) -> str:
    """Return how a certificate stands on a day: valid, expired, revoked or replaced."""
    if row.ended_at is not None:
        return str(row.ended_kind)
    is_over = row.valid_until is not None and row.valid_until < today
    return EXPIRED if is_over else VALID
