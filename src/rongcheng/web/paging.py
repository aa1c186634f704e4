"""Pages of long lists (分页): a page begins after a row, not after a count of rows.

Counting and skipping a million rows costs the more the further one reads; a key of the row where
the last page ended costs the same everywhere. The number in the address is for people only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row")
Stored = TypeVar("Stored", bound=Model)
Key = tuple[int, ...]
MOMENT_KEY = 2
"""Numbers in the key of a list by moment: microseconds, and the row's own number."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
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


def newest_after(
    rows: QuerySet[Stored], moment: str, key: Key | None, limit: int
) -> list[tuple[Key, Stored]]:
    """Return the rows older than a key, newest first, each with its own key; None begins.

    `moment` names the column by which they are listed; the database needs an index that ends in it.
    """
    rows = rows.order_by(f"-{moment}", "-pk")
    if key is not None:
        at = _moment(key[0])
        rows = rows.filter(**{f"{moment}__lte": at})
        rows = rows.exclude(**{moment: at, "pk__gte": key[1]})
    return [(_moment_key(row, moment), row) for row in rows[:limit]]


def newest_before(
    rows: QuerySet[Stored], moment: str, key: Key, limit: int
) -> list[tuple[Key, Stored]]:
    """Return the rows newer than a key and nearest to it, newest first, with their keys."""
    at = _moment(key[0])
    rows = rows.filter(**{f"{moment}__gte": at})
    rows = rows.exclude(**{moment: at, "pk__lte": key[1]}).order_by(moment, "pk")
    return [(_moment_key(row, moment), row) for row in reversed(rows[:limit])]


def _moment_key(row: Model, moment: str) -> Key:
    at: datetime = getattr(row, moment)
    return (at - _EPOCH) // timedelta(microseconds=1), row.pk


def _moment(microseconds: int) -> datetime:
    """Return the moment of a key; one that no calendar knows is the nearest that does."""
    least, most = -(10**15), 10**17
    return _EPOCH + timedelta(microseconds=min(max(microseconds, least), most))


def _key(text: str, length: int) -> Key | None:
    if not _KEY.fullmatch(text):
        return None
    numbers = tuple(int(part) for part in text.split("."))
    fits = len(numbers) == length and all(abs(number) < 1 << 63 for number in numbers)
    return numbers if fits else None


def _text(key: Key) -> str:
    return ".".join(str(number) for number in key)
