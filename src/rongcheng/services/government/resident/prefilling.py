"""Filled in for you (预填): what is known already goes into the form, if she agreed.

Known from the cities' registers, or from what she wrote herself in an earlier case.

Consent is asked anew each time, by where the data come from; without it the form is simply empty.
An answer that differs from what is known is the person's own and is never overwritten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from rongcheng.foundation.access.public import has_consent
from rongcheng.foundation.people.public import (
    ResidentInfo,
    get_resident,
    list_insurances,
    reveal_id_number,
)
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import FormField
from rongcheng.services.government.forms.answers import Answers
from rongcheng.services.government.forms.reading import faults_in
from rongcheng.services.government.resident.earlier import EARLIER, earlier_answers, has_earlier
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, t

CONSENT = "prefill_form"
"""The purpose of the consent; its scopes say from which register."""
SCOPES = {"resident": "identity", "insurance": "insurance"}
"""By the first word of a question's `prefill`, the scope of consent that it needs."""
AGAIN = "earlier"
"""The scope for what she wrote herself before, which no register knows."""
KINDS = {"identity": "identity", "insurance": "insurance", AGAIN: "case"}
"""By scope, the kind of data that an access record names."""


class Known(NamedTuple):
    """What is known for a form: answers by question, and the scope from which each comes.

    `days` has the day on which she wrote it, for what she wrote herself.
    """

    answers: Mapping[str, object]
    scopes: Mapping[str, str]
    days: Mapping[str, date] = {}

    @property
    def kinds(self) -> list[str]:
        """Return the kinds of data that were looked at, for the access record."""
        return sorted({KINDS[scope] for scope in self.scopes.values()})


NOTHING = Known({}, {})


def wanted_scopes(fields: Iterable[FormField]) -> list[str]:
    """Return from where a form could be filled, in a fixed order."""
    asked = {scope_of(field) for field in fields if field.prefill}
    return [scope for scope in (*SCOPES.values(), AGAIN) if scope in asked]


def offered_scopes(person_id: UUID, fields: Iterable[FormField]) -> list[str]:
    """Return for which of these a person is asked: what she never wrote needs no consent."""
    wanted = wanted_scopes(fields)
    if AGAIN in wanted and not has_earlier(person_id):
        wanted.remove(AGAIN)
    return wanted


def agreed_scopes(person_id: UUID, fields: Iterable[FormField]) -> list[str]:
    """Return from which of these the person agreed to be filled in, as of now."""
    offered = offered_scopes(person_id, fields)
    return [scope for scope in offered if has_consent(person_id, CONSENT, scope)]


def known_answers(
    book: PolicyBook, person_id: UUID, fields: Iterable[FormField], scopes: Collection[str]
) -> Known:
    """Return what is known of a person for a form, from these scopes only.

    Personal data in clear: whoever shows it records the look. What would be a wrong answer to its
    question (a place elsewhere, say) is left out.
    """
    listed = [f for f in fields if f.prefill and scope_of(f) in scopes]
    if not listed:
        return NOTHING
    words = {field.prefill for field in listed}
    said = earlier_answers(book, person_id, words) if words & EARLIER else {}
    facts = _facts(book, get_resident(person_id), words) | {w: s.value for w, s in said.items()}
    answers: dict[str, object] = {}
    for field in listed:
        value = facts.get(field.prefill, "")
        open_field = field._replace(when=None)
        if value and not faults_in(book, [open_field], {field.name: value}):
            answers[field.name] = value
    filled = [field for field in listed if field.name in answers]
    return Known(
        answers,
        {field.name: scope_of(field) for field in filled},
        {field.name: said[field.prefill].on for field in filled if field.prefill in said},
    )


def filled_in(answers: Answers, known: Known) -> dict[str, object]:
    """Return the answers with what is known put where nothing was written yet."""
    return {**known.answers, **answers}


def sources_of(answers: Answers, known: Known) -> dict[str, str]:
    """Return the scope behind each answer that stands as it is known, by question."""
    return {
        name: known.scopes[name]
        for name, value in known.answers.items()
        if answers.get(name) == value
    }


def source_words(scope: str, day: date | None) -> str:
    """Say where a filled answer comes from; what she wrote herself with its day."""
    shown = "" if day is None else show_day(day, language())
    return t(f"government.prefill.from_{scope}", None, day=shown)


def scope_of(field: FormField) -> str:
    """Return the scope of consent under which a question may be filled in."""
    return AGAIN if field.prefill in EARLIER else SCOPES[field.prefill.split(".")[0]]


def _facts(book: PolicyBook, person: ResidentInfo, wanted: Collection[str]) -> dict[str, str]:
    """Return what the registers know, by the words of `prefill`; they know no telephone.

    Where somebody lives is registered, where her household register lies is not.
    """
    facts = {
        "resident.name": person.name,
        "resident.born_on": person.born_on.isoformat(),
        "resident.gender": str(person.gender),
        "resident.living": person.home_district,
    }
    if "resident.id_number" in wanted:
        facts["resident.id_number"] = reveal_id_number(person.id)
    if "insurance.pool" in wanted:
        held = list_insurances(person.id)
        pool = book.pool(held[0].pool) if held else None
        facts["insurance.pool"] = pool.city if pool is not None and pool.level == "city" else ""
    return facts
