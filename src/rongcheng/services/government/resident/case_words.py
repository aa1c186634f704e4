"""A case as its owner reads it (我的办件): who has it, by which day, what was done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from rongcheng.foundation.cases.public import (
    WHOLE,
    Case,
    CasePart,
    CaseStep,
    turn_of,
)
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_words import DELIVERIES
from rongcheng.services.government.backoffice.words import place_words
from rongcheng.services.government.domain.joint import PartState
from rongcheng.services.government.domain.lifecycle import Capacity, CaseEvent, CaseState
from rongcheng.services.government.forms.view import page_language
from rongcheng.services.government.handling.joining import PART_STATES
from rongcheng.services.government.handling.moving import words_of
from rongcheng.services.government.ratings.keeping import BY_CODE
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, pick, t

_GOOD = frozenset({CaseState.DECIDED, CaseState.DELIVERED, CaseState.RATED, CaseState.CLOSED})
_BAD = frozenset({CaseState.REFUSED})
_HERS = frozenset({CaseState.DRAFT, CaseState.SUPPLEMENT_ASKED})
_BEFORE_ARRIVAL = "submitted_elsewhere"


class CaseLine(NamedTuple):
    """A case in a list: where it leads, its title, state in words, and what is going on."""

    href: str
    number: str
    title: str
    bundle: str
    state: str
    badge: str
    now: str
    waits_for_her: bool
    began_on: date


class Moment(NamedTuple):
    """One step in plain words: when, what, by whom and from where, and why if it was said."""

    at: datetime
    text: str
    who: str
    reason: str
    is_last: bool


class PartLine(NamedTuple):
    """What another place does in a joint case, and how far it is."""

    name: str
    part: str
    state: str
    badge: str


def line_of(book: PolicyBook, case: Case) -> CaseLine:
    """Return a case as a line of her list; a bundle that is still a draft is one line."""
    state = CaseState(case.state)
    is_whole = bool(case.bundle_no) and state is CaseState.DRAFT
    bundle = pick(book.government.bundle(case.bundle).title) if case.bundle else ""
    number = case.bundle_no if is_whole else case.number
    return CaseLine(
        href=f"/me/cases/{number}",
        number=number,
        title=bundle if is_whole else pick(book.government.item(case.item).title),
        bundle="" if is_whole else bundle,
        state=state_word(case),
        badge=badge_of(case),
        now=now_of(book, case),
        waits_for_her=case.waits_for == "applicant",
        began_on=case.began_on,
    )


def state_word(case: Case) -> str:
    """Return the state in words; a decision says what was decided."""
    if case.granted is not None and case.state == CaseState.DECIDED:
        return t("government.my.granted" if case.granted else "government.my.not_granted")
    return words_of(CaseState(case.state))[0 if page_language() == "zh" else 1]


def badge_of(case: Case) -> str:
    """Return the colour that helps the word: good, warn, bad, or none."""
    state = CaseState(case.state)
    if state in _BAD or case.granted is False:
        return "bad"
    if state in _HERS:
        return "warn"
    return "good" if state in _GOOD else ""


def now_of(book: PolicyBook, case: Case) -> str:
    """Return in one sentence who has it and by which day what happens."""
    state = CaseState(case.state)
    key = state.name.lower()
    if state is CaseState.SUBMITTED and not case.arrived:
        key = _BEFORE_ARRIVAL
    if state is CaseState.DECIDED and case.granted is False:
        key = "decided_against"
    return t(
        f"government.my.now.{key}",
        None,
        decider=pick(case.way.get("decider", {})),
        intake=pick(book.title_of(case.intake_city)) if case.intake_city else "",
        check=_day(case.check_due_on),
        until=_day(case.supplement_due_on),
        due=_day(case.due_on),
        delivery=delivery_words(case.delivery),
    )


def has_it(book: PolicyBook, case: Case) -> str:
    """Return in which city, and which of its departments, an open case is now; else empty."""
    if not case.is_open:
        return ""
    turn = turn_of(case, WHOLE)
    return place_words(book, turn.city, turn.department) if turn else ""


def delivery_words(way: str) -> str:
    """Return how a result comes, in words; empty where nobody chose yet."""
    return DELIVERIES[way][0 if page_language() == "zh" else 1] if way in DELIVERIES else ""


def moments_of(book: PolicyBook, steps: Iterable[CaseStep]) -> list[Moment]:
    """Return what was done, newest first, in plain words."""
    listed = list(steps)
    return [
        Moment(step.at, _what(step), _who(book, step), step.reason, step is listed[-1])
        for step in reversed(listed)
    ]


def parts_in_words(parts: Iterable[CasePart]) -> list[PartLine]:
    """Return what other places do, each with how far it is."""
    lang = 0 if page_language() == "zh" else 1
    badges = {PartState.AGREED: "good", PartState.OBJECTED: "bad"}
    return [
        PartLine(
            pick(part.words["name"]),
            pick(part.words["part"]),
            PART_STATES[PartState(part.state)][lang],
            badges.get(PartState(part.state), ""),
        )
        for part in parts
    ]


def _what(step: CaseStep) -> str:
    event = CaseEvent(step.event)
    key = event.name.lower() if step.part is None else f"part_{step.data['part_event']}"
    if event is CaseEvent.DECIDE:
        key = "granted" if step.data.get("granted") else "not_granted"
    if "tracking" in step.data:
        key = f"{key}_posted"
    words = {name: str(value) for name, value in step.data.items()}
    return t(
        f"government.my.step.{key}",
        None,
        carrier=words.get("carrier", ""),
        tracking=words.get("tracking", ""),
        days=words.get("days", ""),
        way=delivery_words(words.get("by", "")),
    )


def _who(book: PolicyBook, step: CaseStep) -> str:
    if step.capacity == Capacity.CLOCK:
        return t("government.my.by_clock")
    if step.data.get("channel") == BY_CODE:
        return t("government.my.by_receipt")
    if step.capacity == Capacity.APPLICANT:
        name = step.actor_name
        return t("government.my.by_deputy", None, name=name) if name else t("government.my.by_you")
    word = words_of(Capacity(step.capacity))[0 if page_language() == "zh" else 1]
    place = pick(book.title_of(step.city)) if step.city else ""
    return t("government.my.by_staff", None, place=place, capacity=word)


def _day(day: date | None) -> str:
    return show_day(day, language()) if day is not None else ""
