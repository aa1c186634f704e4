"""What she wrote herself in an earlier case (上次填写的): offered again, if she agreed to that.

No register knows a mobile number, where a household register lies, or a street: these are asked
again each time. Nothing that somebody else wrote for her under a mandate is offered.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from rongcheng.foundation.cases.public import Case, answers_of, steps_of, visible_cases
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.domain.lifecycle import CaseEvent
from rongcheng.web.actor import SYSTEM

EARLIER = frozenset({"resident.mobile", "resident.registered", "resident.address"})
"""The words of `prefill` that she alone can say."""
_LOOKED_AT = 5


class Said(NamedTuple):
    """What somebody wrote in an earlier case, and on which day she handed it over."""

    value: str
    on: date


def has_earlier(person_id: UUID) -> bool:
    """Tell whether somebody handed anything over before; nothing of it is opened."""
    return bool(_handed_over(person_id).exists())


def earlier_answers(book: PolicyBook, person_id: UUID, wanted: Collection[str]) -> dict[str, Said]:
    """Return by words of `prefill` what a person wrote last, in her newest few cases.

    Personal data in clear: whoever shows it has asked for her consent and records the look.
    """
    found: dict[str, Said] = {}
    open_words = EARLIER & set(wanted)
    for case in _handed_over(person_id).order_by("-submitted_on", "-id")[:_LOOKED_AT]:
        if open_words <= set(found):
            break
        assert case.submitted_on is not None
        if _is_her_own(case):
            for word, value in _said_in(book, case).items():
                if word in open_words:
                    found.setdefault(word, Said(value, case.submitted_on))
    return found


def _said_in(book: PolicyBook, case: Case) -> dict[str, str]:
    answers = answers_of(case)
    form = book.government.item_on(case.item, case.began_on).form
    said = {field.prefill: answers.get(field.name) for field in form if field.prefill in EARLIER}
    return {word: value for word, value in said.items() if isinstance(value, str) and value}


def _is_her_own(case: Case) -> bool:
    """Tell whether she handed it over herself, on her phone or at a window."""
    handed = [step for step in steps_of(case) if step.event == CaseEvent.SUBMIT]
    return all(step.mandate == 0 for step in handed)


def _handed_over(person_id: UUID) -> QuerySet[Case]:
    return visible_cases(SYSTEM).filter(person_id=person_id, submitted_on__isnull=False)
