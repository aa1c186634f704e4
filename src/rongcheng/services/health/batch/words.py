"""Words and days of a batch as small numbers (批量词表与日历): made once from the policy books."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.vocabulary import DIMENSIONS
from rongcheng.services.health.assessing.layer_terms import ORDINARY
from rongcheng.services.health.columns import Column

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
"""The days that a batch knows; a row beyond them is faulty."""
FIRST_YEAR = FIRST_DAY.year
MONTHS_OF_YEAR = 12
HEALTH = "health"

_OWN_WORDS = {
    "premium": ("health.inpatient.ratio", "premium"),
    "means": ("health.assistance.ratio", "means"),
    "birth": ("health.maternity.inpatient_cap", "birth"),
    "two_diseases": ("health.two_diseases.cap_year", "disease"),
}
"""Columns whose words are those of a parameter's own dimension."""
_FIRST_WORDS = {"premium": "single", "means": ORDINARY, "birth": "", "two_diseases": ""}
POOLINGS = ("combined", "single")


class Calendar(NamedTuple):
    """Days and months as the rules ask for them, by days or months since `FIRST_DAY`.

    Of each day the number of its epoch, a span in which no value of policy changes, and its month
    (yyyymm); of each month the ordinal of its last day.
    """

    days: NDArray[np.int64]
    month_end: Column


def words_of(books: Sequence[PolicyBook]) -> dict[str, tuple[str, ...]]:
    """Return the vocabulary of every word column: a word's place is its number."""
    pools = tuple(dict.fromkeys(pool.code for book in books for pool in book.pools()))
    words = {"insured_pool": pools, "care_pool": pools, "pooling": POOLINGS}
    words |= {name: DIMENSIONS[name] for name in ("scheme", "standing", "tier", "category")}
    for column, (key, dimension) in _OWN_WORDS.items():
        found = [_FIRST_WORDS[column]]
        for book in books:
            parameter = book.parameter(key)
            for own in parameter.by if parameter else ():
                found += own.values if own.name == dimension else ()
        words[column] = tuple(dict.fromkeys(found))
    return words


def metros_of(books: Sequence[PolicyBook], pools: Sequence[str]) -> Column:
    """Return the place of each pool's book among the books."""
    home = {pool.code: number for number, book in enumerate(books) for pool in book.pools()}
    return np.array([home[pool] for pool in pools], dtype=np.int64)


def epoch_starts(books: Sequence[PolicyBook]) -> list[date]:
    """Return the first day of each maximal span in which no value or agreement changes."""
    starts = {FIRST_DAY}
    for book in books:
        for day in _turning_days(book):
            if FIRST_DAY < day <= LAST_DAY:
                starts.add(day)
    return sorted(starts)


def _turning_days(book: PolicyBook) -> Iterator[date]:
    """Yield the days on which something of health begins to hold, or holds no longer.

    An agreement of other services holds no value of health (`policy.P050`), so it turns nothing.
    """
    parameters = [p for p in book.parameters() if p.service == HEALTH]
    agreements = [a for a in book.agreements() if HEALTH in a.services]
    for since, until in (
        *((row.since, row.until) for p in parameters for row in p.values),
        *((agreement.since, agreement.until) for agreement in agreements),
    ):
        yield since
        if until is not None and until < LAST_DAY:
            yield until + timedelta(days=1)


def calendar_of(starts: Sequence[date]) -> Calendar:
    """Return the calendar for spans that begin on these days."""
    days = (LAST_DAY - FIRST_DAY).days + 1
    epoch = np.zeros(days, dtype=np.int64)
    for number, (since, until) in enumerate(pairwise([*starts, LAST_DAY + timedelta(days=1)])):
        epoch[(since - FIRST_DAY).days : (until - FIRST_DAY).days] = number
    moments = np.datetime64(FIRST_DAY.isoformat(), "D") + np.arange(days)
    months = moments.astype("datetime64[M]").astype(np.int64) + 1970 * MONTHS_OF_YEAR
    year, month = np.divmod(months, MONTHS_OF_YEAR)
    last = np.flatnonzero(np.append(months[1:] != months[:-1], True))
    numbered = (year * 100 + month + 1).astype(np.int64)
    return Calendar(np.stack([epoch, numbered]), last.astype(np.int64) + FIRST_DAY.toordinal())


def coded(words: Mapping[str, tuple[str, ...]], column: str, word: str) -> int:
    """Return the number of a word of a column; the word must be in the vocabulary."""
    return words[column].index(word)
