"""A file under seal opens whole and as it was, or not at all."""

from __future__ import annotations

import io
from random import Random
from uuid import UUID

import pytest

from rongcheng.foundation.attachments.chunks import CHUNK_BYTES, MARK, ChunkSealer, open_chunks
from rongcheng.kernel.crypto import configure, suite
from rongcheng.kernel.errors import SealBroken
from tests.foundation.conftest import KEYRING

FILE, OTHER = UUID(int=1), UUID(int=2)
KEY = b"k" * 32

# A shorter content may stand in sealed bytes by chance.
TELLING_BYTES = 16


def sealed(clear: bytes, file_id: UUID = FILE, piece: int = 10_000) -> bytes:
    """Seal a file that arrives in pieces of some length."""
    kept: list[bytes] = []
    sealer = ChunkSealer(file_id, KEY, kept.append)
    for at in range(0, len(clear), piece):
        sealer.write(clear[at : at + piece])
    sealer.finish()
    return b"".join(kept)


def opened(file: bytes, file_id: UUID = FILE, key: bytes = KEY) -> bytes:
    """Open a file and return its content."""
    return b"".join(open_chunks(io.BytesIO(file), file_id, key))


def chunks_of(file: bytes) -> list[bytes]:
    """Cut a sealed file into its chunks, each with its length."""
    at, found = len(MARK), []
    while at < len(file):
        end = at + 4 + int.from_bytes(file[at : at + 4], "big")
        found.append(file[at:end])
        at = end
    return found


@pytest.mark.parametrize("name", ["international", "national"])
@pytest.mark.parametrize(
    ("size", "chunks"),
    [(1, 1), (CHUNK_BYTES - 1, 1), (CHUNK_BYTES, 1), (CHUNK_BYTES + 1, 2), (200_000, 4)],
)
def test_a_file_opens_as_it_was(name: str, size: int, chunks: int) -> None:
    configure(suite(name, KEYRING))
    clear = Random(size).randbytes(size)
    file = sealed(clear)
    assert len(chunks_of(file)) == chunks
    assert opened(file) == clear
    assert size < TELLING_BYTES or clear not in file


def test_the_same_file_under_the_same_key_is_sealed_otherwise_each_time() -> None:
    assert sealed(b"same") != sealed(b"same")


@pytest.mark.parametrize("name", ["international", "national"])
@pytest.mark.parametrize(
    "order",
    [
        pytest.param([0, 1], id="last one cut off"),
        pytest.param([0, 2], id="one left out"),
        pytest.param([1, 0, 2], id="two exchanged"),
        pytest.param([0, 0, 1, 2], id="one repeated"),
        pytest.param([0, 1, 2, 2], id="last one repeated"),
        pytest.param([2], id="only the last"),
        pytest.param([], id="nothing left"),
    ],
)
def test_chunks_in_another_order_or_number_do_not_open(name: str, order: list[int]) -> None:
    configure(suite(name, KEYRING))
    chunks = chunks_of(sealed(Random(1).randbytes(2 * CHUNK_BYTES + 5)))
    assert len(chunks) == 3
    with pytest.raises(SealBroken):
        opened(MARK + b"".join(chunks[number] for number in order))


def test_what_opened_before_the_fault_is_only_what_was_sealed() -> None:
    clear = Random(2).randbytes(2 * CHUNK_BYTES + 5)
    chunks = chunks_of(sealed(clear))
    pieces = open_chunks(io.BytesIO(MARK + b"".join(chunks[:2])), FILE, KEY)
    assert next(pieces) == clear[:CHUNK_BYTES]
    with pytest.raises(SealBroken):
        next(pieces)


def test_another_files_id_key_or_chunk_does_not_open() -> None:
    mine, other = sealed(b"a" * 70_000), sealed(b"b" * 70_000, OTHER)
    with pytest.raises(SealBroken):
        opened(mine, OTHER)
    with pytest.raises(SealBroken):
        opened(mine, key=b"l" * 32)
    with pytest.raises(SealBroken):
        opened(MARK + chunks_of(mine)[0] + chunks_of(other)[1])


def test_no_altered_byte_and_no_cut_goes_unnoticed() -> None:
    file = sealed(b"%PDF-1.7 sample")
    for place in range(len(file)):
        altered = bytearray(file)
        altered[place] ^= 1
        with pytest.raises(SealBroken):
            opened(bytes(altered))
        with pytest.raises(SealBroken):
            opened(file[:place])
    with pytest.raises(SealBroken):
        opened(file + b"\0")
