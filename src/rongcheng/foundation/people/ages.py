"""Ages (年龄): policies that depend on age count full years in one way everywhere."""

from __future__ import annotations

from datetime import date


def age_on(born_on: date, on: date) -> int:
    """Return the full years of age (周岁) on a day; the birthday itself counts.

    Who was born on 29 February grows older on 1 March of a common year (project reading).

    >>> age_on(date(1990, 3, 7), date(2023, 3, 6)), age_on(date(1990, 3, 7), date(2023, 3, 7))
    (32, 33)
    >>> age_on(date(2004, 2, 29), date(2023, 2, 28)), age_on(date(2004, 2, 29), date(2023, 3, 1))
    (18, 19)

    Raises ValueError for a day before birth.
    """
    if on < born_on:
        raise ValueError("the day lies before birth")
    had_birthday = (on.month, on.day) >= (born_on.month, born_on.day)
    return on.year - born_on.year - (0 if had_birthday else 1)
