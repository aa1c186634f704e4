"""Numbers and verification codes (证照编号与校验码): printed on the paper, typed by hand.

A number is random, so nobody counts certificates from it. The code is a keyed hash of the number:
nothing of it is stored, and only an installation with the key can make it. Both leave out letters
that are taken for digits.
"""

from __future__ import annotations

import hmac

from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.id_source import id_bits

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": "", "－": "", "　": ""})
_NUMBER_LETTERS, _CODE_LETTERS = 10, 12
_GROUP = 4
_PURPOSE = "certificates.code"


def new_number(city: str, year: int) -> str:
    """Return a new number: D, the issuing city, the year, and ten random letters.

    >>> number = new_number("430300", 2026)
    >>> number[:9], len(number)
    ('D43030026', 19)
    """
    return f"D{city}{year % 100:02}{_letters(id_bits(5 * _NUMBER_LETTERS), _NUMBER_LETTERS)}"


def code_of(number: str) -> str:
    """Return the verification code of a number, twelve letters in groups of four."""
    hashed = get_suite().keyed_hash(number.encode(), _PURPOSE)
    letters = _letters(int.from_bytes(hashed[:8], "big"), _CODE_LETTERS)
    return "-".join(letters[n : n + _GROUP] for n in range(0, _CODE_LETTERS, _GROUP))


def is_code_of(number: str, typed: str) -> bool:
    """Tell whether somebody typed the code of a number, in any grouping and case."""
    expected = read_letters(code_of(number)).encode()
    return hmac.compare_digest(expected, read_letters(typed).encode())


def read_letters(typed: str) -> str:
    """Return what was typed as it is compared: no blanks or dashes, capitals, O as 0.

    >>> read_letters(" d430300-26 abc o1l ")
    'D43030026ABC011'
    """
    return typed.strip().upper().translate(_READ_AS)


def _letters(bits: int, count: int) -> str:
    return "".join(_ALPHABET[bits >> 5 * place & 31] for place in reversed(range(count)))
