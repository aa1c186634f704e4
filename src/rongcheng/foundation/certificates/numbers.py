"""Numbers and verification codes (证照编号与校验码): printed on the paper, typed by hand.

A number is random, so nobody counts certificates from it. The code is a keyed hash of the number:
nothing of it is stored, and only an installation with the key can make it. Both leave out letters
that are taken for digits.
"""

from __future__ import annotations

import hmac

from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.id_source import id_bits
from rongcheng.kernel.typed_letters import in_groups, letters_of, read_letters

_NUMBER_LETTERS, _CODE_LETTERS = 10, 12
_PURPOSE = "certificates.code"


def new_number(city: str, year: int) -> str:
    """Return a new number: D, the issuing city, the year, and ten random letters.

    >>> number = new_number("430300", 2026)
    >>> number[:9], len(number)
    ('D43030026', 19)
    """
    return f"D{city}{year % 100:02}{letters_of(id_bits(5 * _NUMBER_LETTERS), _NUMBER_LETTERS)}"


def code_of(number: str) -> str:
    """Return the verification code of a number, twelve letters in groups of four."""
    hashed = get_suite().keyed_hash(number.encode(), _PURPOSE)
    return in_groups(letters_of(int.from_bytes(hashed[:8], "big"), _CODE_LETTERS))


def is_code_of(number: str, typed: str) -> bool:
    """Tell whether somebody typed the code of a number, in any grouping and case."""
    expected = read_letters(code_of(number)).encode()
    return hmac.compare_digest(expected, read_letters(typed).encode())
