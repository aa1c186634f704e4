"""Words for the clock's pages (期限用语): places, items, steps, urgency, and a case's time.

`clock_lines` explains to anybody how much of the time is used, why it stands still, and that a year
whose holidays are not announced is counted by weekends for now.
"""

from __future__ import annotations

from datetime import date

from rongcheng.foundation.cases.public import Case, pauses_of
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.working_days import is_announced
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.clock.times import clock_of, terms_of
from rongcheng.services.government.domain.deadlines import Clock, LimitUnit
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, pick, t


def item_name(book: PolicyBook, code: str) -> str:
    """Return how an item is called; the code of one that is gone stays a code."""
    return next((pick(item.title) for item in book.government.items() if item.id == code), code)


def place_name(book: PolicyBook, code: str) -> str:
    """Return how a city, a district with its city, or the province is called."""
    area = book.metro_area()
    if code == area.province.code:
        return pick(area.province.title)
    for city in book.cities():
        if code == city.code:
            return pick(city.title)
        for district in city.districts:
            if code == district.code:
                return t("government.clock.district", None, city=pick(city.title),
                         district=pick(district.title))  # fmt: skip
    return code


def clock_lines(book: PolicyBook, case: Case) -> list[str]:
    """Return what is to be known of a case's time today, a sentence each; none if not accepted."""
    found = clock_of(book, case, pauses_of(case))
    if found is None or case.decided_on is not None:
        return []
    clock = found.promised
    due = show_day(date.fromordinal(clock.due_on), language())
    days = terms_of(book, case).promised.unit is LimitUnit.DAYS
    unit = t("government.clock.days" if days else "government.clock.working_days")
    lines = [t("government.clock.used", None, used=clock.used, left=clock.left, unit=unit)]
    if clock.paused:
        lines.append(t("government.clock.paused", None, due=due))
    elif clock.over:
        lines.append(t("government.clock.over", None, due=due, over=clock.over, unit=unit))
    return [*lines, *_unknown_year(clock)]


def _unknown_year(clock: Clock) -> list[str]:
    if not clock.provisional:
        return []
    year = date.fromordinal(clock.first_unannounced).year
    return [t("government.clock.provisional", None, year=year)]


def calendar_line() -> str:
    """Return a sentence for staff where this program does not know this year's holidays yet."""
    today = get_clock().today()
    return "" if is_announced(today) else t("government.clock.unknown_year", None, year=today.year)
