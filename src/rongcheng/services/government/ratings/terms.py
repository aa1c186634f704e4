"""What policy says of ratings (评价的政策依据): defaults, days of follow-up, what is published."""

from __future__ import annotations

from datetime import date

from rongcheng.foundation.cases.public import Case
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.clock.times import policy_days, policy_place
from rongcheng.services.government.domain.deadlines import LimitUnit
from rongcheng.services.government.domain.ratings import FollowUpTerms, Grade

LEAST_PUBLISHED = "government.rating.publish_at_least"
PUBLISHED_MONTHS = "government.rating.publish_months"


def default_grade(book: PolicyBook, case: Case) -> Grade:
    """Return the grade that stands where nobody rated in time; raises NoPolicyValue."""
    return Grade(policy_days(book, "government.rating.default_grade", case))


def follow_up_terms(book: PolicyBook, case: Case) -> FollowUpTerms:
    """Return the days in which a bad rating is followed up; raises NoPolicyValue."""
    place = policy_place(book, case)
    counts_working = book.resolve(
        "government.rating.remedy_in_working_days", at=place, on=case.began_on
    ).value
    return FollowUpTerms(
        policy_days(book, "government.rating.contact_days", case),
        policy_days(book, "government.rating.remedy_days", case),
        LimitUnit.WORKING_DAYS if counts_working else LimitUnit.DAYS,
    )


def published_number(book: PolicyBook, key: str, on: date) -> int:
    """Return a figure about publishing, as it holds for the whole metro area on a day."""
    value = book.resolve(key, at=book.cities()[0].code, on=on).value
    assert isinstance(value, int)
    return value
