"""Words of the back office's pages (页面用语): states, days, who has it, each in one way."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import Any

from rongcheng.foundation.cases.public import Case, CaseTurn
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.handling.moving import words_of
from rongcheng.web.actor import Actor
from rongcheng.web.formats import DASH, show_day
from rongcheng.web.i18n import language, pick, t

BADGES = {
    CaseState.SUPPLEMENT_ASKED: "warn",
    CaseState.REFUSED: "bad",
    CaseState.WITHDRAWN: "secondary",
    CaseState.DECIDED: "good",
    CaseState.DELIVERED: "good",
    CaseState.RATED: "good",
    CaseState.CLOSED: "good",
}


def say(pair: tuple[str, str]) -> str:
    """Return the reader's of a Chinese and an English text, as it begins a line."""
    text = pair[1] if language() == "en" else pair[0]
    return text[:1].upper() + text[1:]


def state_words(state: int) -> str:
    """Return where a case stands."""
    return say(words_of(CaseState(state)))


def badge_of(state: int) -> str:
    """Return the badge of a state; the words beside it say it."""
    return BADGES.get(CaseState(state), "secondary")


def word(named: IntEnum) -> str:
    """Return the reader's word for an event or a capacity."""
    return say(words_of(named))  # type: ignore[arg-type]


def place_words(book: PolicyBook, code: str, department: str = "") -> str:
    """Return a city's or the province's name, with its department if one is named; else a dash."""
    if not code:
        return DASH
    words = [pick(book.title_of(code)), department_words(book, department)]
    return " · ".join(filter(None, words))


def department_words(book: PolicyBook, department: str) -> str:
    """Return a department's name; its id where the policy of today names it no more."""
    return pick(book.departments().get(department, {"zh": department, "en": department}))


def department_choices(book: PolicyBook, actor: Actor) -> list[tuple[str, str]]:
    """Return to which departments a list may be narrowed; none for whoever works in one."""
    if actor.department:
        return []
    return [(code, pick(title)) for code, title in book.departments().items()]


def item_words(book: PolicyBook, case: Case) -> str:
    """Return the name of a case's item."""
    return pick(book.government.item(case.item).title)


def due_words(day: date | None) -> str:
    """Say by which day something is due, and how late it is."""
    if day is None:
        return DASH
    over = (get_clock().today() - day).days
    shown = show_day(day, language())
    if over > 0:
        return t("government.back.due.over", None, day=shown, count=over)
    return t("government.back.due.today", None, day=shown) if over == 0 else shown


def is_at_window(turn: CaseTurn) -> bool:
    """Tell whether a window has it: to pass it on, or to hand out the result."""
    case = turn.case
    return turn.part < 0 and not (case.arrived and turn.city == case.decider_city)


def holder_words(turn: CaseTurn | None, names: dict[Any, str]) -> str:
    """Say who of this city has it; that nobody does, or that it waits elsewhere."""
    if turn is None:
        return t("government.back.waits_elsewhere")
    if turn.assignee is None:
        where = "at_window" if is_at_window(turn) else "nobody_yet"
        return t(f"government.back.{where}")
    return names.get(turn.assignee, DASH)
