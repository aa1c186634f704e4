"""How heavy a case weighs (办件权重): from the policy book, so that sharing out is explained."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.errors import NoItemVersion

_INSTANT = "1"


def weigher(book: PolicyBook, city: str, on: date) -> Callable[[str], int]:
    """Return what says how much an open case of an item weighs in a city's work on a day.

    The province has no figures of its own; those that hold in the metro area count for it. Source:
    `government.distribution.instant_weight` and `promised_weight`. Raises NoPolicyValue.
    """
    codes = [known.code for known in book.cities()]
    at = city if city in codes else codes[0]

    @cache
    def weigh(item: str) -> int:
        kind = "instant" if _is_instant(book, item, on) else "promised"
        value = book.resolve(f"government.distribution.{kind}_weight", at=at, on=on).value
        assert isinstance(value, int)
        return value

    return weigh


def _is_instant(book: PolicyBook, item: str, on: date) -> bool:
    try:
        return book.government.item_on(item, on).case_type == _INSTANT
    except NoItemVersion:
        # Begun under a version that has ended since: it is still somebody's work.
        return False
