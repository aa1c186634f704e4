"""The way of a case in words (由谁办): authorities by name, each answer with its document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from rongcheng.kernel.outcomes import Ground, Outcome, Reason, reasons_from_mask
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import ItemVersion
from rongcheng.policy.item_words import MODES as MODE_WORDS
from rongcheng.policy.item_words import PLACES as PLACE_WORDS
from rongcheng.services.government.domain.reasons import LAST_REFUSAL, ROUTING_REASONS
from rongcheng.services.government.domain.routing import decide_routing
from rongcheng.services.government.domain.types import (
    Answer,
    Basis,
    BasisKind,
    CaseFacts,
    Level,
    Mode,
    Routing,
    Seat,
)
from rongcheng.services.government.terms import MODES, routing_terms

_NAMES_OF_MODES = {mode: name for name, mode in MODES.items()}
HOME_WORDS = ("本市办理", "in its own city")
_LANGUAGES = ("zh", "en")


class Authority(NamedTuple):
    """A deciding or joint authority (机关): place, level, name in both languages, what it does.

    `part` is empty for the one that decides the whole.
    """

    place: str
    level: Level
    name: Mapping[str, str]
    part: Mapping[str, str]


class Ask(NamedTuple):
    """What a person asks for: the item, the day it began, where she asks, the places it concerns.

    `asked_at` is the district of the counter or, when `online`, the city whose app she uses.
    """

    item: str
    began_on: date
    asked_at: str
    online: bool
    registered: str = ""
    living: str = ""
    matter: str = ""
    origin: str = ""


class RoutedCase(NamedTuple):
    """Who takes a case in, who decides, who takes part; `bases` give each answer its document.

    `decider` is None only where a place is missing or lies outside the metro area.
    """

    outcome: Outcome
    routing: Routing
    decider: Authority | None
    joint: tuple[Authority, ...]
    bases: tuple[tuple[Answer, Ground], ...]


def route_case(book: PolicyBook, ask: Ask) -> RoutedCase:
    """Return the way of a case by the policy of the day on which it began.

    Raises the policy book's UnknownItem or NoItemVersion; a way that is not open is no error but
    an outcome with its reasons.
    """
    version = book.government.item_on(ask.item, ask.began_on)
    facts = CaseFacts(
        ask.began_on.toordinal(),
        ask.asked_at,
        ask.online,
        ask.registered,
        ask.living,
        ask.matter,
        ask.origin,
    )
    routing = decide_routing(facts, routing_terms(book, ask.item, ask.began_on))
    decider = _decider(book, version, routing.decider)
    joint = tuple(
        _authority(book, part.seat, version.joint[part.part].body, version.joint[part.part].part)
        for part in routing.joint
    )
    bases = tuple(
        (basis.answer, _ground(book, ask.item, version, basis)) for basis in routing.bases
    )
    refusals, notes = _reasons(routing)
    outcome = Outcome(
        refusals=refusals,
        notes=notes,
        params={},
        grounds=tuple(dict.fromkeys(ground for _, ground in bases)),
    )
    words = _params(book, version, routing, decider)
    return RoutedCase(_filled(outcome, words), routing, decider, joint, bases)


def mode_words(mode: Mode) -> tuple[str, str]:
    """Return the Chinese and English name of a mode."""
    return HOME_WORDS if mode is Mode.HOME else MODE_WORDS[_NAMES_OF_MODES[mode]]


def _decider(book: PolicyBook, version: ItemVersion, seat: Seat | None) -> Authority | None:
    if seat is None:
        return None
    return _authority(book, seat, version.competence.body, dict.fromkeys(_LANGUAGES, ""))


def _authority(
    book: PolicyBook, seat: Seat, body: Mapping[str, str], part: Mapping[str, str]
) -> Authority:
    title = book.title_of(seat.place)
    name = {language: body[language].format(place=title[language]) for language in _LANGUAGES}
    return Authority(seat.place, seat.level, name, part)


def _ground(book: PolicyBook, item: str, version: ItemVersion, basis: Basis) -> Ground:
    if basis.kind is BasisKind.POWER:
        power = book.government.power(basis.reference)
        source, status, key = power.source, power.status, f"powers:{power.id}"
    elif basis.kind is BasisKind.AGREEMENT:
        agreement = book.agreement(basis.reference)
        source, status, key = agreement.source, agreement.status, f"agreement:{agreement.id}"
    else:
        source, status, key = version.basis[0], version.status, f"items:{item}"
    return Ground(key, basis.answer.name.lower(), source.document, source.number, status)


def _reasons(routing: Routing) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Return what stops the case and what explains it."""
    stopping = routing.reasons & (LAST_REFUSAL + LAST_REFUSAL - 1)
    return (
        reasons_from_mask(stopping, ROUTING_REASONS),
        reasons_from_mask(routing.reasons - stopping, ROUTING_REASONS),
    )


class _Words(NamedTuple):
    """The parameters of the reasons in both languages."""

    zh: dict[str, str]
    en: dict[str, str]


def _params(
    book: PolicyBook, version: ItemVersion, routing: Routing, decider: Authority | None
) -> _Words:
    found = _Words({}, {})
    for number, language in enumerate(_LANGUAGES):
        words = found[number]
        words["place"] = PLACE_WORDS[version.competence.place][number]
        words["decider"] = decider.name[language] if decider else ""
        words["mode"] = mode_words(routing.mode)[number]
        comma = "、" if language == "zh" else ", "
        words["offered"] = comma.join(mode_words(mode)[number] for mode in routing.offered)
        if routing.power:
            power = book.government.power(routing.power)
            words["power"] = " ".join(filter(None, (power.source.document, power.source.number)))
        if routing.cited:
            agreement = book.agreement(routing.cited)
            words["agreement"] = agreement.title[language]
            words["since"] = agreement.since.isoformat()
            words["until"] = "" if agreement.until is None else agreement.until.isoformat()
    return found


def _filled(outcome: Outcome, words: _Words) -> Outcome:
    """Return the outcome with each text filled in its own language."""

    def fill(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
        return tuple(
            Reason(r.code, _escaped(r.zh.format(**words.zh)), _escaped(r.en.format(**words.en)))
            for r in reasons
        )

    return Outcome(fill(outcome.refusals), fill(outcome.notes), {}, outcome.grounds)


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
