"""Sends the letter that goes with a step (发文书): written, sealed and kept in its transaction.

A step from any door sends the same letter: the back office, a window, or a day that passed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rongcheng.foundation.cases.public import Case, CaseStep, keep_letter
from rongcheng.foundation.people.public import get_resident
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import ItemVersion
from rongcheng.policy.item_words import DELIVERIES
from rongcheng.services.government.clock.times import policy_place
from rongcheng.services.government.domain.lifecycle import CaseEvent
from rongcheng.services.government.letters.writing import (
    LetterFacts,
    Words,
    as_json,
    write_letter,
)
from rongcheng.web.formats import show_day

LATE_REASON: Words = {
    "zh": "到期没有补齐材料。",
    "en": "What was missing was not handed in by the last day.",
}
_LANGS = ("zh", "en")


def kind_of(step: CaseStep) -> str:
    """Return which letter goes with a step; empty where none does."""
    if step.part is not None:
        return ""
    event = CaseEvent(step.event)
    if event is CaseEvent.DECIDE:
        return "granted" if step.data.get("granted") else "denied"
    return _KINDS.get(event, "")


def send_letter(book: PolicyBook, case: Case, step: CaseStep) -> None:
    """Keep the letter of a step, addressed to the applicant; nothing where none goes with it.

    Raises LetterFactMissing and NoPolicyValue: then the step is not made either.
    """
    kind = kind_of(step)
    if not kind:
        return
    version = book.government.item_on(case.item, case.began_on)
    letter = write_letter(kind, _facts(book, case, step, version))
    content = {
        **as_json(letter),
        "to": get_resident(case.person_id).name,
        "authority": case.way.get("decider", {}),
        "number": f"{case.number}-{step.seq}",
        "day": step.at.date().isoformat(),
    }
    keep_letter(case, step, kind, content)


def _facts(book: PolicyBook, case: Case, step: CaseStep, version: ItemVersion) -> LetterFacts:
    words: dict[str, Words] = {
        "item": book.government.item(case.item).title,
        "authority": case.way.get("decider", {}),
        "day": _day(step.at.date()),
        "reason": _reason(step),
        "result": version.result.title,
        "provisional": _same("1" if case.due_provisional else ""),
        "days": _same(str(step.data.get("days", ""))),
        "delivery": _delivery(case.delivery),
        "procedure": _procedure(version, step),
    }
    days = {"due_on": case.due_on, "until": case.supplement_due_on}
    words |= {name: _day(day) for name, day in days.items() if day is not None}
    at = policy_place(book, case)
    for name in ("review_days", "suit_months"):
        value = book.resolve(f"government.appeal.{name}", at=at, on=case.began_on).value
        words[name] = _same(str(value))
    return LetterFacts(words, _missing(version, step.data))


def _missing(version: ItemVersion, data: Mapping[str, object]) -> list[Words]:
    """Return what is asked for: papers by name, answers that are to be written again."""
    papers, fields = (_ids(data.get(name)) for name in ("materials", "fields"))
    listed: list[Words] = [paper.title for paper in version.materials if paper.id in papers]
    return listed + [
        {"zh": f"重新填写：{field.title['zh']}", "en": f"Answer again: {field.title['en']}"}
        for field in version.form
        if field.name in fields
    ]


def _ids(given: object) -> list[str]:
    return [str(one) for one in given] if isinstance(given, list | tuple) else []


def _reason(step: CaseStep) -> Words:
    lapsed = step.event == CaseEvent.SUPPLEMENT_LAPSE and not step.reason
    return LATE_REASON if lapsed else _same(step.reason)


def _procedure(version: ItemVersion, step: CaseStep) -> Words:
    named = step.data.get("procedure", "")
    return next((p.title for p in version.procedures if p.id == named), _same(""))


def _delivery(way: str) -> Words:
    zh, en = DELIVERIES.get(way, ("", ""))
    return {"zh": zh, "en": en}


def _day(day: date) -> Words:
    return {lang: show_day(day, lang) for lang in _LANGS}


def _same(text: str) -> Words:
    return {"zh": text, "en": text}


_KINDS: dict[CaseEvent, str] = {
    CaseEvent.ASK_SUPPLEMENT: "supplement",
    CaseEvent.ACCEPT: "acceptance",
    CaseEvent.DEEM_ACCEPTED: "acceptance",
    CaseEvent.REFUSE: "refusal",
    CaseEvent.SUPPLEMENT_LAPSE: "refusal",
    CaseEvent.BEGIN_PROCEDURE: "procedure",
    CaseEvent.EXTEND: "extension",
}
