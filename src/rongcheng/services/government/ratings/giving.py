"""Rating a service (评价): five grades and, who wants, a few words; one rating for each service."""

from __future__ import annotations

from typing import NamedTuple

from rongcheng.foundation.cases.public import Case
from rongcheng.services.government.domain.lifecycle import CaseEvent
from rongcheng.services.government.handling.stepping import Step, take_step
from rongcheng.services.government.models import FollowUp, Rating
from rongcheng.services.government.ratings.keeping import ONLINE
from rongcheng.services.government.ratings.sealing import open_text
from rongcheng.web.actor import SYSTEM, Actor


class Wish(NamedTuple):
    """A rating as somebody wants to give it: `token` marks the wish, `channel` how it came."""

    token: str
    grade: int
    text: str = ""
    channel: str = ONLINE


class Said(NamedTuple):
    """A rating as its own author reads it, with what was done about a bad one."""

    rating: Rating
    text: str
    follow_up: FollowUp | None


def rate_case(actor: Actor, number: str, wish: Wish) -> Case:
    """Rate one's own service, once for each token.

    Raises CaseUnknown, EventRefused (not ended yet, or rated before), StepIncomplete (no such
    grade), RatingTextUnfit.
    """
    data = {"grade": wish.grade, "text": wish.text, "channel": wish.channel}
    return take_step(actor, number, CaseEvent.RATE, Step(wish.token, data=data))


def rating_of(case: Case) -> Said | None:
    """Return the rating of a case that one sees, or None before there is one.

    The words in it are personal data: show them to their author and to whoever follows them up.
    """
    rating = Rating.objects.filter(case_id=case.id).first()
    if rating is None:
        return None
    follow_up = FollowUp.objects.visible_to(SYSTEM).filter(case_id=case.id).first()
    return Said(rating, open_text(case.id, bytes(rating.text_sealed)), follow_up)
