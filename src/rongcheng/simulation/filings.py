"""Demo filings (演示备案), so that the pages about care away from home do not start empty.

Of those with a sign-in card one of each city has filed in time, one withdrew, one files ahead, and
one has none: who they are and why they move is invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from rongcheng.foundation.people.public import get_insurance, get_resident
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.public import NewFiling, register_filing, revoke_filing
from rongcheng.simulation.population import SampleResident
from rongcheng.web.actor import SYSTEM, Actor

OPENING, EVENING = time(8), time(20)


class Wish(NamedTuple):
    """What one of a city's residents files: days from the demo day on, and why she withdraws."""

    login: str
    category: str
    begins: timedelta
    filed: timedelta
    withdrawn: str = ""


CAME_BACK = "外派结束，回来上班了（样例）"
WISHES = (
    Wish(
        "0002", "posted", timedelta(days=-60), timedelta(days=-61), "外派结束，回来上班了（样例）"
    ),
    Wish("0000", "other", timedelta(days=10), timedelta()),
)
"""What residents file themselves; invented."""


def make_filings(
    book: PolicyBook, members: Iterable[SampleResident], numbers: Mapping[str, str], day: date
) -> None:
    """Let some residents of each city have filed, by their person numbers, once."""
    for member in members:
        psn_no, last = numbers[member.login], member.login[-4:]
        if last == "0001":
            file_for(book, [psn_no], day)
        for wish in WISHES:
            if wish.login == last:
                _file_herself(book, psn_no, wish, day)


def file_for(book: PolicyBook, psn_numbers: Iterable[str], day: date) -> None:
    """File long-term care in the metro's next city for each of these people, once."""
    with use_clock(_at(day, OPENING)):
        for psn_no in psn_numbers:
            wanted = NewFiling(psn_no, "living", _next_pool(book, psn_no), day)
            register_filing(SYSTEM, wanted, source="demo", number="1")


def _file_herself(book: PolicyBook, psn_no: str, wish: Wish, day: date) -> None:
    person = get_resident(get_insurance(psn_no).resident_id)
    herself = Actor(
        "resident", str(person.id), label=person.name, person_id=person.id, metro=book.metro
    )
    wanted = NewFiling(psn_no, wish.category, _next_pool(book, psn_no), day + wish.begins)
    with use_clock(_at(day + wish.filed, OPENING)):
        filing = register_filing(herself, wanted, source="demo", number=wish.login).filing
    if wish.withdrawn and filing.revoked_at is None:
        with use_clock(_at(day, EVENING)):
            revoke_filing(herself, filing.filing_no, psn_no, reason=wish.withdrawn)


def _next_pool(book: PolicyBook, psn_no: str) -> str:
    pools = [pool.code for pool in book.pools() if pool.level == "city"]
    pool = get_insurance(psn_no).pool
    return pools[(pools.index(pool) + 1) % len(pools)]


def _at(day: date, hour: time) -> FixedClock:
    return FixedClock(datetime.combine(day, hour, SHANGHAI))
