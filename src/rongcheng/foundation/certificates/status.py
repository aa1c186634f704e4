"""Status lists of certificates (证照状态清单): which have ended, for verifiers without a network.

One bit for each certificate, by its id: list `id div 131 072`, bit `id mod 131 072`. A list is a
statement of its own type, so no list of the one code is taken for it. It is signed when it is asked
for, since it is asked for rarely, and may be cached for minutes.
"""

from __future__ import annotations

import zlib
from datetime import datetime
from typing import Any, NamedTuple

import cbor2

from rongcheng.foundation.certificates.errors import CertificateMalformed
from rongcheng.foundation.certificates.models import Certificate
from rongcheng.foundation.code.public import (
    CodeMalformed,
    KeySet,
    StatusListNotFound,
    read_statement,
    sign_statement,
    status_life,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import shown

LIST_SIZE = 1 << 17
LIST_BYTES = LIST_SIZE // 8
LIST_TYPE = "application/vnd.rongcheng.certificate-status+cwt"
_SUB, _EXP, _IAT, _BITS = 2, 4, 6, 65533


class EndedList(NamedTuple):
    """A list whose signature was right; it speaks of the moment `issued_at` until `expires_at`."""

    metro: str
    number: int
    issued_at: int
    expires_at: int
    bits: bytes

    def has_ended(self, index: int) -> bool:
        """Tell whether the certificate of this index was revoked or replaced."""
        return bool(self.bits[index >> 3] >> (index & 7) & 1)


def sign_status(metro: str, number: int) -> bytes:
    """Return the signed list of this number; raises StatusListNotFound where none is in use."""
    newest = Certificate.objects.filter(metro=metro).order_by("-id").first()
    if newest is None or number > newest.id // LIST_SIZE:
        raise StatusListNotFound(metro=shown(metro), number=number)
    now = get_clock().now().replace(microsecond=0)
    expires_at = now + status_life(metro)
    first = number * LIST_SIZE
    ended = Certificate.objects.filter(
        metro=metro, ended_at__isnull=False, id__gte=first, id__lt=first + LIST_SIZE
    )
    bits = bytearray(LIST_BYTES)
    for row_id in ended.values_list("id", flat=True):
        index = row_id - first
        bits[index >> 3] |= 1 << (index & 7)
    payload = {
        _SUB: f"{metro}/{number}",
        _EXP: int(expires_at.timestamp()),
        _IAT: int(now.timestamp()),
        _BITS: zlib.compress(bytes(bits), 9),
    }
    return sign_statement(metro, cbor2.dumps(payload, canonical=True), LIST_TYPE, until=expires_at)


def read_status(data: object, keys: KeySet, *, at: datetime) -> EndedList:
    """Return a list that still speaks at a moment; raises CertificateMalformed."""
    try:
        statement = read_statement(data, LIST_TYPE, keys)
        found = _decoded(cbor2.loads(statement.payload))
    except (CodeMalformed, cbor2.CBORDecodeError, ValueError, TypeError, LookupError) as fault:
        raise CertificateMalformed from fault
    speaks = found.issued_at <= at.timestamp() < found.expires_at
    if found.metro != statement.key.metro or not statement.signed_in_time(found.issued_at):
        raise CertificateMalformed
    if not speaks:
        raise CertificateMalformed
    return found


def _decoded(written: Any) -> EndedList:
    metro, _, number = written[_SUB].rpartition("/")
    moments = (written[_IAT], written[_EXP])
    if any(type(moment) is not int for moment in moments):
        raise ValueError
    unpacking = zlib.decompressobj()
    try:
        bits = unpacking.decompress(written[_BITS], LIST_BYTES + 1)
    except zlib.error as fault:
        raise ValueError from fault
    if len(bits) != LIST_BYTES or not unpacking.eof or unpacking.unused_data:
        raise ValueError
    return EndedList(metro, int(number), *moments, bits)
