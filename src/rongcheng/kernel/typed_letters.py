"""Letters that people copy by hand (手抄的编码): none taken for a digit, in groups of four."""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": "", "－": "", "　": ""})
_GROUP = 4
BITS_OF_A_LETTER = 5


def letters_of(bits: int, count: int) -> str:
    """Return the lowest bits of a number as so many letters, five bits each.

    >>> letters_of(31 * 32 + 10, 3)
    '0ZA'
    """
    places = reversed(range(count))
    return "".join(_ALPHABET[bits >> BITS_OF_A_LETTER * place & 31] for place in places)


def in_groups(letters: str) -> str:
    """Return letters in groups of four.

    >>> in_groups("7K3M9QXA")
    '7K3M-9QXA'
    """
    return "-".join(letters[n : n + _GROUP] for n in range(0, len(letters), _GROUP))


def read_letters(typed: str) -> str:
    """Return what was typed as it is compared: no blanks or dashes, capitals, O as 0.

    >>> read_letters(" d430300-26 abc o1l ")
    'D43030026ABC011'
    """
    return typed.strip().upper().translate(_READ_AS)
