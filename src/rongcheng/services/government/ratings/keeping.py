"""Keeping a rating (记评价): one for each service, its sum, and a follow-up where it is a bad one.

Belongs into the transaction of the step that rates; the case is locked by its caller.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import connection

from rongcheng.foundation.cases.public import Case
from rongcheng.foundation.outbox.public import ClearIdNumber, refuse_id_numbers
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.applying.drafting import CHANNEL_COUNTER
from rongcheng.services.government.domain.ratings import Grade, follow_up_days, is_bad
from rongcheng.services.government.models import FollowUp, Rating
from rongcheng.services.government.ratings.errors import RatingTextUnfit
from rongcheng.services.government.ratings.sealing import seal_text
from rongcheng.services.government.ratings.states import FOLLOW_UP
from rongcheng.services.government.ratings.terms import follow_up_terms

LONGEST_TEXT = 500
ONLINE, BY_CODE = "online", "qr"
CHANNELS = (ONLINE, BY_CODE)
"""Through what a rating comes: a signed-in page, or the code on the receipt."""

# One more rating of this month, item, city, window, grade and kind.
_COUNT = """
INSERT INTO government_rating_tally
    (metro, month, item, city, "window", grade, is_default, number)
VALUES (%s, %s, %s, %s, %s, %s, %s, 1)
ON CONFLICT (metro, month, item, city, "window", grade, is_default)
DO UPDATE SET number = government_rating_tally.number + 1
"""


class Given(NamedTuple):
    """A rating as it came (评价): grade, channel, words; or a default that nobody gave."""

    grade: Grade
    channel: str
    text: str
    is_default: bool = False


def checked_text(text: object) -> str:
    """Return what was written, trimmed; raises RatingTextUnfit."""
    said = text.strip() if isinstance(text, str) else ""
    if len(said) > LONGEST_TEXT:
        raise RatingTextUnfit(longest=LONGEST_TEXT)
    try:
        refuse_id_numbers(said, "rating")
    except ClearIdNumber:
        raise RatingTextUnfit(longest=LONGEST_TEXT) from None
    return said


def keep_rating(book: PolicyBook, case: Case, given: Given) -> Rating:
    """Write the one rating of a service, and open the follow-up of a bad one."""
    now, today = get_clock().now(), get_clock().today()
    bad = is_bad(given.grade) and not given.is_default
    rating = Rating.objects.create(
        case_id=case.id,
        metro=case.metro,
        item=case.item,
        city=case.decider_city,
        window=window_of(case),
        channel=given.channel,
        grade=given.grade,
        is_default=given.is_default,
        text_sealed=seal_text(case.id, given.text),
        at=now,
        closes_on=None if bad or given.is_default else today,
    )
    _count(rating, today)
    if bad:
        _open_follow_up(book, case, rating, today)
    return rating


def window_of(case: Case) -> str:
    """Return the district whose counter took a case in; nothing for one from a phone."""
    return case.asked_at if case.channel == CHANNEL_COUNTER else ""


def _count(rating: Rating, today: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            [
                rating.metro,
                today.replace(day=1),
                rating.item,
                rating.city,
                rating.window,
                int(rating.grade),
                rating.is_default,
            ],
        )


def _open_follow_up(book: PolicyBook, case: Case, rating: Rating, today: date) -> None:
    days = follow_up_days(today.toordinal(), follow_up_terms(book, case))
    contact_by, remedy_by = (date.fromordinal(day) for day in days)
    FollowUp.objects.create(
        rating=rating,
        case_id=case.id,
        number=case.number,
        metro=case.metro,
        city=case.decider_city,
        department=case.decider_department,
        item=case.item,
        state=FOLLOW_UP.first,
        contact_by=contact_by,
        remedy_by=remedy_by,
        due_on=contact_by,
        warn_on=contact_by,
        opened_at=rating.at,
    )
