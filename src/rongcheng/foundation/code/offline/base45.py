"""Base45 (RFC 9285): bytes in the alphabet that a QR code packs most tightly.

All triples are decoded at once, as lanes of one long integer: a gate reads thousands of codes a
minute, and a loop over characters would cost more than a third of a signature check.

Source: RFC 9285, 4.
"""

from __future__ import annotations

from functools import lru_cache

from rongcheng.foundation.code.offline.errors import malformed_code

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_WRONG = 0xFF
_VALUES = bytes(
    ALPHABET.index(chr(number)) if chr(number) in ALPHABET else _WRONG for number in range(256)
)


def encode(data: bytes) -> str:
    """Return bytes as base45 text.

    >>> encode(b"Hello!!")
    '%69 VD92EX0'
    """
    written = []
    for at in range(0, len(data) - 1, 2):
        rest, low = divmod(data[at] << 8 | data[at + 1], 45)
        high, middle = divmod(rest, 45)
        written.append(ALPHABET[low] + ALPHABET[middle] + ALPHABET[high])
    if len(data) % 2:
        high, low = divmod(data[-1], 45)
        written.append(ALPHABET[low] + ALPHABET[high])
    return "".join(written)


def decode(text: str) -> bytes:
    """Return the bytes of a base45 text; raises CodeMalformed.

    >>> decode("%69 VD92EX0")
    b'Hello!!'
    """
    if not text.isascii():
        raise malformed_code()
    values = text.encode("ascii").translate(_VALUES)
    if _WRONG in values or len(values) % 3 == 1:
        raise malformed_code()
    whole = len(values) - len(values) % 3
    return _triples(values[:whole]) + _pair(values[whole:])


def _triples(values: bytes) -> bytes:
    """Return two bytes for each triple: lanes of three bytes keep every sum apart from the next."""
    size = len(values)
    last, first = _masks(size)
    number = int.from_bytes(values, "big")
    lanes = (number >> 16 & last) + 45 * ((number >> 8 & last) + 45 * (number & last))
    if lanes & first:  # a triple above 65 535
        raise malformed_code()
    found = bytearray(lanes.to_bytes(size, "big"))
    del found[0::3]
    return bytes(found)


@lru_cache(maxsize=512)
def _masks(size: int) -> tuple[int, int]:
    """Return the masks of the last and the first byte of every lane."""
    last = int.from_bytes(b"\x00\x00\xff" * (size // 3), "big")
    return last, last << 16


def _pair(values: bytes) -> bytes:
    if not values:
        return b""
    number = values[0] + 45 * values[1]
    if number > 255:
        raise malformed_code()
    return bytes([number])
