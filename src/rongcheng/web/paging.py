"""Pages of long lists (分页): a page begins after a row, not after a count of rows.

Counting and skipping a million rows costs the more the further one reads; a key of the row where
the last page ended costs the same everywhere. The number in the address is for people only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from django.http import HttpRequest

Row = TypeVar("Row")
Key = tuple[int, ...]
_KEY = re.compile(r"-?[0-9]{1,19}(\.-?[0-9]{1,19}){0,3}")
_MOST_DIGITS = 9


class Asked(NamedTuple):
    """Which page an address asks for: after one row, before one, or the first."""

    number: int
    after: Key | None
    before: Key | None


@dataclass(frozen=True)
class KeyPage(Generic[Row]):
    """One page of a list; `total` is its number of pages, None where nobody counts them."""

    object_list: Sequence[Row]
    number: int
    first_key: str
    last_key: str
    has_previous: bool
    has_next: bool
    total: int | None = None

    @property
    def is_alone(self) -> bool:
        """Say whether there is no other page."""
        return not (self.has_previous or self.has_next)

    @property
    def previous_page_number(self) -> int:
        """Return the number of the page before."""
        return max(1, self.number - 1)

    @property
    def next_page_number(self) -> int:
        """Return the number of the page after."""
        return self.number + 1


def asked_page(request: HttpRequest, length: int) -> Asked:
    """Read the address; keys have `length` numbers, and what is unreadable is the first page."""
    number = request.GET.get("page", "1")
    after, before = (_key(request.GET.get(name, ""), length) for name in ("after", "before"))
    readable = number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS
    if after is None and before is None:
        return Asked(1, None, None)
    return Asked(max(1, int(number)) if readable else 1, after, before)


def key_page(
    asked: Asked,
    size: int,
    *,
    after: Callable[[Key | None, int], Sequence[tuple[Key, Row]]],
    before: Callable[[Key, int], Sequence[tuple[Key, Row]]],
    total: int | None = None,
) -> KeyPage[Row]:
    """Return the page that was asked for, reading one row more than it shows.

    `after` and `before` return rows with their keys in the order of the list.
    """
    if asked.before is not None:
        rows = list(before(asked.before, size + 1))
        has_previous, has_next = len(rows) > size, True
        rows = rows[-size:]
    else:
        rows = list(after(asked.after, size + 1))
        has_previous, has_next = asked.after is not None, len(rows) > size
        rows = rows[:size]
    return KeyPage(
        [row for _, row in rows],
        asked.number if has_previous else 1,
        _text(rows[0][0]) if rows else "",
        _text(rows[-1][0]) if rows else "",
        has_previous,
        has_next,
        total,
    )


def _key(text: str, length: int) -> Key | None:
    if not _KEY.fullmatch(text):
        return None
    numbers = tuple(int(part) for part in text.split("."))
    fits = len(numbers) == length and all(abs(number) < 1 << 63 for number in numbers)
    return numbers if fits else None


def _text(key: Key) -> str:
    return ".".join(str(number) for number in key)
