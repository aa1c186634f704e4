"""Limits on trying (次数限制): guessing stays slow, over all web workers and for everyone alike.

A try is taken before it is judged, by one statement, so that a hundred guesses at the same moment
are counted as a hundred. What succeeds is given back or forgets the tries before it. Subjects are
stored as keyed hashes. The figures stand in `sign_in.yaml`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from rongcheng.foundation.people.models import LimitCount
from rongcheng.foundation.people.sign_in_errors import TooManyTries
from rongcheng.foundation.people.sign_in_rules import limit_of
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.crypto import get_suite

_PURPOSE = "people.limit"

# One row, one statement: begin, begin anew after the end, or count. The last try that is allowed
# starts the rest; tries during the rest do not prolong it.
TAKE = """
insert into people_limit as held (kind, subject, taken, ends_at)
values (%(kind)s, %(subject)s, 1, %(now)s + %(window)s)
on conflict (kind, subject) do update set
    taken = case when held.ends_at <= %(now)s then 1
                 else least(held.taken + 1, %(tries)s + 1) end,
    ends_at = case when held.ends_at <= %(now)s then %(now)s + %(window)s
                   when held.taken + 1 = %(tries)s then %(now)s + %(rest)s
                   else held.ends_at end
returning taken, ends_at
"""


def take_try(kind: str, subject: str) -> None:
    """Count one try; raises TooManyTries, with the moment from which it may be tried again."""
    limit = limit_of(kind)
    now = get_clock().now()
    given: dict[str, Any] = {
        "kind": kind,
        "subject": _hashed(kind, subject),
        "now": now,
        "window": timedelta(seconds=limit.window_seconds),
        "rest": timedelta(seconds=limit.rest_seconds),
        "tries": limit.tries,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, given)
        taken, ends_at = cursor.fetchone()
    if taken > limit.tries:
        raise TooManyTries.until(ends_at, now)


def give_back(kind: str, subject: str) -> None:
    """Give one try back, since it was a right one; a rest that it began ends with it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update people_limit set taken = greatest(taken - 1, 0)"
            " where kind = %s and subject = %s",
            [kind, _hashed(kind, subject)],
        )


def forget_tries(kind: str, subject: str) -> bool:
    """Forget all tries of a subject; False if there were none."""
    held = LimitCount.objects.filter(kind=kind, subject=_hashed(kind, subject))
    return held.delete()[0] > 0


def resting_until(kind: str, subject: str) -> datetime | None:
    """Return until when a subject rests, or None where it may try; counts nothing."""
    return resting_among(kind, [subject]).get(subject)


def resting_among(kind: str, subjects: Collection[str]) -> dict[str, datetime]:
    """Return which of these subjects rest, and until when, in one query; counts nothing."""
    named = {_hashed(kind, subject): subject for subject in subjects}
    held = LimitCount.objects.filter(
        kind=kind,
        subject__in=list(named),
        taken__gte=limit_of(kind).tries,
        ends_at__gt=get_clock().now(),
    )
    return {named[bytes(mark)]: until for mark, until in held.values_list("subject", "ends_at")}


def refuse_resting(kind: str, subject: str) -> None:
    """Raise TooManyTries where a subject rests; counts nothing."""
    until = resting_until(kind, subject)
    if until is not None:
        raise TooManyTries.until(until, get_clock().now())


def sweep_limits() -> int:
    """Delete counts whose time is over; returns how many."""
    return LimitCount.objects.filter(ends_at__lt=get_clock().now()).delete()[0]


def _hashed(kind: str, subject: str) -> bytes:
    return get_suite().keyed_hash(f"{kind}:{subject}".encode(), _PURPOSE)
