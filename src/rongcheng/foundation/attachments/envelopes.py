"""What opens a file (文件信封): its key, its fingerprint and its name, sealed together in its row.

The envelope is bound to the file *and* to what it belongs to: a row that somebody moves to another
case in the database does not open there. Names are sealed with it, since people write what they
hand in, and about whom, into them.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple
from uuid import UUID

from rongcheng.kernel.crypto import KEY_BYTES, get_suite
from rongcheng.kernel.sealed_columns import SealedColumn

_SHA256_BYTES = hashlib.sha256().digest_size
_PURPOSE = "attachments.fingerprint"


class Envelope(NamedTuple):
    """A file's key, the SHA-256 of its content as it was sent, and its name."""

    key: bytes
    sha256: bytes
    name: str


def seal_envelope(envelope: Envelope, file_id: UUID, owner_kind: str, owner_key: str) -> bytes:
    """Return the envelope sealed for a file of this owner."""
    clear = envelope.key + envelope.sha256 + envelope.name.encode()
    return get_suite().seal(clear, _context(file_id, owner_kind, owner_key))


def open_envelope(sealed: bytes, file_id: UUID, owner_kind: str, owner_key: str) -> Envelope:
    """Return what opens a file of this owner; raises SealBroken."""
    clear = get_suite().open(sealed, _context(file_id, owner_kind, owner_key))
    name_at = KEY_BYTES + _SHA256_BYTES
    return Envelope(clear[:KEY_BYTES], clear[KEY_BYTES:name_at], clear[name_at:].decode())


def fingerprint(sha256: bytes) -> bytes:
    """Return what tells the same content sent twice, and says nothing of the content itself."""
    return get_suite().keyed_hash(sha256, _PURPOSE)


def _context(file_id: UUID, owner_kind: str, owner_key: str) -> bytes:
    owner = f"{owner_kind}\n{owner_key}".encode()
    return b"attachments.Attachment.envelope_sealed" + file_id.bytes + owner


ENVELOPES = SealedColumn(
    "attachments.Attachment", "envelope_sealed", ("id", "owner_kind", "owner_key"), _context
)
"""The envelopes of all files, for the day on which sealing keys rotate."""
