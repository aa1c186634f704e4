"""Who decides for me (我的事由谁办): a reader's places, asked of the rule that decides cases.

The places are districts of the metro area, which say nothing about a person; nothing is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import ItemVersion
from rongcheng.policy.item_words import PLACES
from rongcheng.services.government.catalogue.words import reader_lang, word_of
from rongcheng.services.government.competence.routing import Ask, RoutedCase, mode_words, route_case
from rongcheng.services.government.domain.types import Answer
from rongcheng.web.i18n import language, pick, t

AT, HOW, ONLINE = "at", "how", "online"
# Stands for every place that is no district of the metro area.
ELSEWHERE = "elsewhere"


class PlaceGroup(NamedTuple):
    """The districts of one city, for a list to choose from."""

    city: str
    districts: Sequence[tuple[str, str]]


class PlaceQuestion(NamedTuple):
    """One place to choose: the name in the address, how it is asked, what was chosen."""

    name: str
    label: str
    chosen: str
    optional: bool


class Said(NamedTuple):
    """One answer with the document that it rests on."""

    question: str
    answer: str
    document: str
    status: str


class Way(NamedTuple):
    """The answer to a reader: who decides, who takes it in, in which mode, and each reason."""

    is_open: bool
    decider: str
    intake: str
    mode: str
    reasons: Sequence[str]
    answers: Sequence[Said]


def place_groups(book: PolicyBook) -> list[PlaceGroup]:
    """Return every district of the metro area by its city."""
    return [
        PlaceGroup(pick(city.title), [(d.code, pick(d.title)) for d in city.districts])
        for city in book.cities()
    ]


def place_questions(version: ItemVersion, given: Mapping[str, str]) -> list[PlaceQuestion]:
    """Return the places that decide the way of this item, each asked once."""
    wanted = {version.competence.place: False}
    for part in version.joint:
        wanted[part.place] = wanted.get(part.place, True) and part.optional
    return [
        PlaceQuestion(name, word_of(PLACES, name), given.get(name, ""), optional)
        for name, optional in wanted.items()
    ]


def ask_from(book: PolicyBook, code: str, on: date, given: Mapping[str, str]) -> Ask | None:
    """Return what the address asks, or None where it names no counter of this metro area."""
    known = {district.code for district in book.districts()}
    at = given.get(AT, "")
    if at not in known:
        return None
    online = given.get(HOW) == ONLINE
    # An app belongs to a city, a counter to a district.
    asked_at = f"{at[:4]}00" if online else at
    places = {name: _place(given.get(name, ""), known) for name in PLACES}
    return Ask(code, on, asked_at, online, **places)


def find_way(book: PolicyBook, ask: Ask) -> Way:
    """Return who decides what is asked for, with each answer's document."""
    routed = route_case(book, ask)
    intake = routed.routing.intake
    return Way(
        is_open=not routed.routing.refused,
        decider=_decider(routed),
        intake=pick(book.title_of(intake)) if intake else "",
        mode=_mode(routed),
        reasons=routed.outcome.messages(reader_lang()),
        answers=[] if routed.routing.refused else _answers(book, routed),
    )


def _place(code: str, known: Collection[str]) -> str:
    return code if code in known or not code else ELSEWHERE


def _decider(routed: RoutedCase) -> str:
    return pick(routed.decider.name) if routed.decider else ""


def _mode(routed: RoutedCase) -> str:
    return mode_words(routed.routing.mode)[0 if language() == "zh" else 1]


def _answers(book: PolicyBook, routed: RoutedCase) -> list[Said]:
    parts = iter(routed.joint)
    found = []
    for answer, ground in routed.bases:
        if answer is Answer.DECIDER:
            said = _decider(routed)
        elif answer is Answer.INTAKE:
            said = pick(book.title_of(routed.routing.intake))
        elif answer is Answer.MODE:
            said = _mode(routed)
        else:
            part = next(parts)
            said = t("government.way.does", None, who=pick(part.name), what=pick(part.part))
        question = t(f"government.way.{answer.name.lower()}")
        document = " ".join(text for text in (ground.document, ground.number) if text)
        found.append(Said(question, said, document, ground.status))
    return found
