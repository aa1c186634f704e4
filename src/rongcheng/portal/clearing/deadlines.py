"""By when a window's money is submitted and paid (清算期限): working days, from policy.

A year whose holidays are not announced yet is counted with plain weekends, and the page says so.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.working_days import add_working_days
from rongcheng.policy.book import PolicyBook
from rongcheng.web.formats import show_value
from rongcheng.web.i18n import language, t
from rongcheng.web.sums import Authority, authority

_GROUP = "health.clearing"
PREFUND_MARKS = (f"{_GROUP}.prefund_yellow", f"{_GROUP}.prefund_red")


class Due(NamedTuple):
    """One deadline: what, how many working days, the day, and on which document it rests."""

    name: str
    days: str
    on: date
    is_over: bool
    provisional: bool
    basis: Authority


def deadlines(book: PolicyBook, closed_on: date) -> list[Due]:
    """Return by when a window closed on that day is submitted, paid and done with.

    Payment counts from the day of submission; the whole cycle from the closing.
    """
    submit = _due(book, "submit_days", closed_on, closed_on)
    return [
        submit,
        _due(book, "pay_days", submit.on, closed_on),
        _due(book, "cycle_days", closed_on, closed_on),
    ]


def _due(book: PolicyBook, name: str, start: date, closed_on: date) -> Due:
    key = f"{_GROUP}.{name}"
    value = book.resolve(key, at=book.pools()[0].code, on=closed_on)
    days = value.value
    assert isinstance(days, int)
    reached = add_working_days(start, days)
    lang = language()
    return Due(
        name=t(f"portal.clearing.deadline.{name}"),
        days=show_value(days, "count", lang),
        on=reached.date,
        is_over=reached.date < get_clock().today(),
        provisional=reached.provisional,
        basis=authority(value, lang, f"/policy/{book.metro}/{key}"),
    )
