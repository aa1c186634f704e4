"""A file under seal (分块封存): sealed while it arrives, opened while it leaves, never whole.

A file is a mark and then chunks, each four bytes of length and a sealed value of the kernel's
suite. Each chunk is bound to the file's id, its place and whether it is the last; so a chunk that
is altered, exchanged, left out, repeated or cut off does not open, and neither does one of another
file. Every file has a key of its own, made at random and kept sealed in its row: a rotation of the
installation's keys seals that key anew and leaves the file as it lies.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from typing import BinaryIO
from uuid import UUID

from rongcheng.kernel.crypto import KEY_BYTES, CryptoSuite, KeyRing, get_suite, suite
from rongcheng.kernel.errors import SealBroken

CHUNK_BYTES = 64 * 1024
"""Clear bytes of one chunk; the last may be shorter."""
MARK = b"RCA1"
_LENGTH_BYTES = 4
# Sealed, a chunk is longer by head, nonce, padding and tag; in any suite by less than this.
_MOST_SEALED = CHUNK_BYTES + 256


def new_file_key() -> bytes:
    """Return a key for one file: 32 random bytes, never from the source of ids."""
    return secrets.token_bytes(KEY_BYTES)


class ChunkSealer:
    """Seals a file that comes in pieces of any length, and passes it on chunk by chunk."""

    def __init__(self, file_id: UUID, key: bytes, keep: Callable[[bytes], None]) -> None:
        """Begin the file; `keep` is given every sealed piece in order."""
        self._file_id, self._keep = file_id, keep
        self._suite = _file_suite(key)
        self._waiting = bytearray()
        self._index = 0
        keep(MARK)

    def write(self, piece: bytes) -> None:
        """Take more of the file."""
        self._waiting += piece
        # One byte is always held back, so that the last chunk is known as the last.
        while len(self._waiting) > CHUNK_BYTES:
            self._pass_on(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]

    def finish(self) -> None:
        """Seal what is left as the last chunk."""
        self._pass_on(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _pass_on(self, clear: bytes, *, last: bool) -> None:
        sealed = self._suite.seal(clear, _context(self._file_id, self._index, last))
        self._keep(len(sealed).to_bytes(_LENGTH_BYTES, "big") + sealed)
        self._index += 1


def open_chunks(file: BinaryIO, file_id: UUID, key: bytes) -> Iterator[bytes]:
    """Yield the file's content, each chunk checked before it is given out; raises SealBroken.

    Whoever reads to the end has the whole file: one that was cut off ends with the error.
    """
    opener = _file_suite(key)
    if file.read(len(MARK)) != MARK:
        raise _broken()
    index, following = 0, _read_sealed(file)
    while following:
        sealed, following = following, _read_sealed(file)
        yield opener.open(sealed, _context(file_id, index, not following))
        index += 1
    if index == 0:
        raise _broken()


def _read_sealed(file: BinaryIO) -> bytes:
    """Return the next sealed chunk, nothing at the end of the file."""
    head = file.read(_LENGTH_BYTES)
    if not head:
        return b""
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH_BYTES or not 0 < length <= _MOST_SEALED:
        raise _broken()
    sealed = file.read(length)
    if len(sealed) < length:
        raise _broken()
    return sealed


def _file_suite(key: bytes) -> CryptoSuite:
    """Return the installation's suite under this file's key alone."""
    return suite(get_suite().name, KeyRing({1: key}, 1, key))


def _context(file_id: UUID, index: int, last: bool) -> bytes:
    return b"attachments.file" + file_id.bytes + index.to_bytes(8, "big") + bytes([last])


def _broken() -> SealBroken:
    return SealBroken(
        why_zh="附件文件不完整，或被改动", why_en="the attachment's file is not whole, or altered"
    )
