"""What a rating changes (评价的结果): a person's own word, or the default where nobody rated."""

from __future__ import annotations

from rongcheng.foundation.cases.public import CaseStep
from rongcheng.services.government.case_errors import StepIncomplete
from rongcheng.services.government.domain.lifecycle import CaseEvent
from rongcheng.services.government.domain.ratings import Grade
from rongcheng.services.government.handling.doing import Doing, Effect
from rongcheng.services.government.handling.moving import EVENTS
from rongcheng.services.government.ratings.keeping import (
    BY_CODE,
    CHANNELS,
    ONLINE,
    Given,
    checked_text,
    keep_rating,
)
from rongcheng.services.government.ratings.terms import default_grade


def take_rating(doing: Doing) -> Effect:
    """Take a person's one rating of a service; two of the grades open a follow-up."""
    grade, channel = doing.data.get("grade"), doing.data.get("channel", ONLINE)
    if not isinstance(grade, int) or isinstance(grade, bool) or grade not in set(Grade):
        zh, en = EVENTS[CaseEvent.RATE]
        raise StepIncomplete(
            event_zh=zh, event_en=en, what_zh="满意程度（五选一）", what_en="one of the five grades"
        )
    assert channel in CHANNELS
    given = Given(Grade(grade), channel, checked_text(doing.data.get("text", "")))
    return _rated(doing, given)


def default_rating(doing: Doing) -> Effect:
    """Note that nobody rated in time: a default, which is no person's word and counted apart."""
    grade = default_grade(doing.book, doing.case)
    return _rated(doing, Given(grade, "", "", is_default=True))


def _rated(doing: Doing, given: Given) -> Effect:
    doing.case.rate_until = None

    def after(_step: CaseStep) -> None:
        keep_rating(doing.book, doing.case, given)

    data: dict[str, object] = {"grade": int(given.grade)}
    if given.channel == BY_CODE:
        # Whoever held the receipt rated; nobody was signed in.
        data["channel"] = given.channel
    return Effect(data | ({"default": True} if given.is_default else {}), after=after)
