"""Checks a certificate by number and code (证照核验): for whoever holds the paper, or its copy.

`verify_offline` does the same without a database, from the credential, pinned keys and a list.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from rongcheng.foundation.certificates.claims import Claims, read_credential
from rongcheng.foundation.certificates.errors import CertificateMalformed, CertificateUnknown
from rongcheng.foundation.certificates.models import Certificate
from rongcheng.foundation.certificates.numbers import is_code_of
from rongcheng.foundation.certificates.reading import info_of
from rongcheng.foundation.certificates.status import EndedList
from rongcheng.foundation.certificates.types import EXPIRED, REVOKED, VALID, CertificateInfo
from rongcheng.foundation.code.public import KeySet
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.kernel.typed_letters import read_letters

_LONGEST = 60


class OfflineVerdict(NamedTuple):
    """What a verifier without a network learns: the content, and how it stood on the list."""

    claims: Claims
    state: str


def check_certificate(number: str, code: str) -> CertificateInfo:
    """Return the certificate of a number and its code, however they were typed.

    Raises CertificateUnknown; which of the two was wrong is not told.
    """
    if len(number) > _LONGEST or len(code) > _LONGEST:
        raise CertificateUnknown
    row = Certificate.objects.filter(number=read_letters(number)).first()
    # The code is compared in any case, so that the time says nothing of the number.
    fits = is_code_of(read_letters(number), code)
    if row is None or not fits:
        raise CertificateUnknown
    return info_of(row)


def verify_offline(
    credential: object, *, keys: KeySet, ended: EndedList, at: datetime
) -> OfflineVerdict:
    """Return what a credential says and how it stands: valid, expired or revoked.

    `keys` and `ended` were fetched before (`published_keys`, `read_status`). Raises
    CertificateMalformed for a wrong signature, and where the list is another than it names.
    """
    claims = read_credential(credential, keys)
    if (ended.metro, ended.number) != (claims.metro, claims.list_number):
        raise CertificateMalformed
    if ended.has_ended(claims.list_index):
        return OfflineVerdict(claims, REVOKED)
    today = at.astimezone(SHANGHAI).date()
    is_over = claims.valid_until is not None and claims.valid_until < today
    return OfflineVerdict(claims, EXPIRED if is_over else VALID)
