"""What the counter's case page shows (窗口收件页面), in the clerk's language."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rongcheng.foundation.cases.public import Case, CaseMaterial, steps_of
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import ItemVersion, Material
from rongcheng.policy.item_words import MODES as MODE_WORDS
from rongcheng.services.government.applying.applications import Application, handed_in
from rongcheng.services.government.applying.submitting import ask_of
from rongcheng.services.government.competence.routing import RoutedCase, mode_words, route_case
from rongcheng.services.government.domain.lifecycle import CaseEvent, CaseState
from rongcheng.services.government.forms.view import page_language
from rongcheng.services.government.handling.moving import STATES
from rongcheng.web.i18n import language, pick, t

_LANGUAGES = ("zh", "en")
BADGES = {
    CaseState.DECIDED: "good",
    CaseState.DELIVERED: "good",
    CaseState.RATED: "good",
    CaseState.SUPPLEMENT_ASKED: "warn",
    CaseState.REFUSED: "bad",
    CaseState.WITHDRAWN: "bad",
}


class PaperView(NamedTuple):
    """One paper as the clerk ticks it: how many are asked for, how many were seen."""

    id: str
    title: str
    issuer: str
    note: str
    seen: bool
    originals: int
    copies: int
    asked: str


class WayView(NamedTuple):
    """How a case will go, before it is handed over: mode, who decides, the basis, or why not."""

    mode: str
    decider: str
    joint: tuple[str, ...]
    bases: tuple[str, ...]
    refused: tuple[str, ...]
    is_sample: bool


class CaseLine(NamedTuple):
    """A case in the list of who stands there."""

    number: str
    title: str
    state: str
    badge: str
    due_on: date | None


def pair(words: tuple[str, str]) -> str:
    """Return the word of a (zh, en) pair for the reader."""
    return words[_LANGUAGES.index("en" if language() == "en" else "zh")]


def case_line(book: PolicyBook, case: Case) -> CaseLine:
    """Return a case as a line: what it is, where it stands, by when."""
    state = CaseState(case.state)
    due = case.supplement_due_on or case.due_on
    title = pick(book.government.item(case.item).title)
    return CaseLine(case.number, title, pair(STATES[state]), BADGES.get(state, "info"), due)


def paper_views(intake: Application, papers: list[Material]) -> list[PaperView]:
    """Return the papers with what was seen of them."""
    seen = {row.material: row for row in handed_in(intake)}
    return [_paper(material, seen.get(material.id)) for material in papers]


def way_view(intake: Application) -> list[WayView]:
    """Return how each case will go by what was answered so far; nothing before a place is named."""
    found = []
    for case in intake.cases:
        version = intake.book.government.item_on(case.item, case.began_on)
        if any(intake.answers.get(f.name) for f in version.form if f.place):
            found.append(_way(intake, case, version))
    return found


def modes_here(book: PolicyBook, item: str, city: str, on: date) -> str:
    """Return in which modes anything is agreed for an item with this city, in words."""
    modes = {
        mode for carried in book.government.carrying(item, [city], on) for mode in carried.modes
    }
    words = [pair(MODE_WORDS[mode]) for mode in MODE_WORDS if mode in modes]
    return t("government.counter.comma").join(words)


def last_word(case: Case) -> str:
    """Return what the authority wrote last to the applicant, such as why a supplement is asked."""
    told = (CaseEvent.ASK_SUPPLEMENT, CaseEvent.REFUSE, CaseEvent.DECIDE)
    said = [step.reason for step in steps_of(case) if step.event in told]
    return said[-1] if said else ""


def _paper(material: Material, row: CaseMaterial | None) -> PaperView:
    asked = t(
        "government.counter.asked", None, originals=material.originals, copies=material.copies
    )
    return PaperView(
        id=material.id,
        title=pick(material.title),
        issuer=pick(material.issuer),
        note=pick(material.note) if material.note else "",
        seen=row is not None,
        originals=row.originals if row else material.originals,
        copies=row.copies if row else material.copies,
        asked=asked,
    )


def _way(intake: Application, case: Case, version: ItemVersion) -> WayView:
    mine = {f.name: intake.answers[f.name] for f in version.form if f.name in intake.answers}
    routed: RoutedCase = route_case(intake.book, ask_of(case, version, mine))
    lang = page_language()
    bases = [" ".join(filter(None, (ground.document, ground.number))) for _, ground in routed.bases]
    return WayView(
        mode=pair(mode_words(routed.routing.mode)),
        decider=pick(routed.decider.name) if routed.decider else "",
        joint=tuple(pick(part.name) for part in routed.joint),
        bases=tuple(dict.fromkeys(bases)),
        refused=tuple(
            reason.message(lang, routed.outcome.params) for reason in routed.outcome.refusals
        ),
        is_sample=routed.outcome.illustrative,
    )
