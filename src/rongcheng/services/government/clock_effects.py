"""What the passing of days and a rating change (到期与评价的结果), beyond the state itself."""

from __future__ import annotations

from rongcheng.foundation.cases.public import CaseStep, pauses_of, steps_of
from rongcheng.services.government.case_errors import StepIncomplete
from rongcheng.services.government.doing import Doing, Effect
from rongcheng.services.government.domain.lifecycle import CaseEvent
from rongcheng.services.government.domain.ratings import Grade
from rongcheng.services.government.moving import EVENTS
from rongcheng.services.government.ratings.keeping import Given, checked_text, keep_rating
from rongcheng.services.government.ratings.terms import default_grade
from rongcheng.services.government.times import received_on, set_due


def deem_accepted(doing: Doing) -> Effect:
    """Count as accepted from the day on which the papers were there, whenever the clock says so.

    What the journal keeps of a year not announced is named by `unknown_from`.
    """
    case = doing.case
    case.accepted_on = received_on(steps_of(case))
    case.check_due_on = None
    set_due(doing.book, case, pauses_of(case))
    unknown = doing.data.get("unknown_from")
    data = {"since": case.accepted_on.isoformat()}
    return Effect(data | ({"unknown_from": unknown} if isinstance(unknown, str) else {}))


def take_rating(doing: Doing) -> Effect:
    """Take a person's one rating of a service; two of the grades open a follow-up."""
    grade, channel = doing.data.get("grade"), doing.data.get("channel", "mobile")
    if not isinstance(grade, int) or isinstance(grade, bool) or grade not in set(Grade):
        zh, en = EVENTS[CaseEvent.RATE]
        raise StepIncomplete(
            event_zh=zh, event_en=en, what_zh="满意程度（五选一）", what_en="one of the five grades"
        )
    given = Given(Grade(grade), str(channel), checked_text(doing.data.get("text", "")))
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
    return Effect(data | ({"default": True} if given.is_default else {}), after=after)
