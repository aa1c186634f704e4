"""Who decides, why, and by which day (由谁办、几时办好), in words and before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from rongcheng.foundation.cases.public import Case
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.applying.applications import Application
from rongcheng.services.government.applying.submitting import ask_of
from rongcheng.services.government.clock.times import days_after
from rongcheng.services.government.competence.routing import RoutedCase, route_case
from rongcheng.services.government.competence.way import way_in_words
from rongcheng.services.government.domain.deadlines import compute_clock
from rongcheng.services.government.domain.routing import city_of
from rongcheng.services.government.domain.types import Mode
from rongcheng.services.government.forms.view import page_language
from rongcheng.services.government.terms import deadline_terms
from rongcheng.web.i18n import pick, t


class BasisView(NamedTuple):
    """What an answer rests on: which answer, the document, its status."""

    answer: str
    document: str
    number: str
    status: str


class WayView(NamedTuple):
    """The way of a case in the reader's language.

    `refused` says why it cannot go this way; it is empty where it can.
    """

    decider: str
    mode: str
    mode_about: str
    joint: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    bases: tuple[BasisView, ...]
    refused: tuple[str, ...] = ()


class Days(NamedTuple):
    """By when an applicant hears if all is there, and by when it is decided after that.

    `provisional`: a year's holidays are not announced yet, so the day may move.
    """

    checked_by: date
    decided_by: date
    provisional: bool


class ItemWay(NamedTuple):
    """One item of an application: its title, its way, its days where a way is open, its fee."""

    title: str
    way: WayView
    days: Days | None
    fee_fen: int
    fee_basis: str


def ways_of(application: Application) -> list[ItemWay]:
    """Return the way of every item of an application by its answers so far."""
    return [_way_of(application, number) for number, _ in enumerate(application.cases)]


def show_way(way: Mapping[str, Any], mode: Mode) -> WayView:
    """Return the way that is kept with a case, in the reader's language."""
    return WayView(
        decider=pick(way["decider"]),
        mode=pick(way["mode"]),
        mode_about=t(f"government.mode.{mode.name.lower()}"),
        joint=tuple((pick(part["name"]), pick(part["part"])) for part in way["joint"]),
        notes=tuple(note[page_language()] for note in way["notes"]),
        bases=tuple(
            BasisView(
                t(f"government.answer.{basis['answer']}"),
                basis["document"],
                basis["number"],
                basis["status"],
            )
            for basis in way["bases"]
        ),
    )


def _way_of(application: Application, number: int) -> ItemWay:
    book, case, version = application.book, application.cases[number], application.versions[number]
    names = {field.name for field in version.form}
    answers = {name: value for name, value in application.answers.items() if name in names}
    routed = route_case(book, ask_of(case, version, answers))
    view, days = show_way(way_in_words(routed), routed.routing.mode), None
    if routed.routing.refused:
        said = tuple(reason.message(page_language()) for reason in routed.outcome.refusals)
        view = view._replace(refused=said)
    else:
        days = _days_of(book, case, routed)
    fee = version.fee
    return ItemWay(
        title=pick(book.government.item(case.item).title),
        way=view,
        days=days,
        fee_fen=fee.amount_fen if fee.charged else 0,
        fee_basis=pick(fee.basis) if fee.basis else "",
    )


def _days_of(book: PolicyBook, case: Case, routed: RoutedCase) -> Days:
    """Return the days of a case that were handed over today with everything there."""
    assert routed.decider is not None
    own, cities = city_of(routed.decider.place), {city.code for city in book.cities()}
    place = own if own in cities else city_of(case.asked_at)
    terms = deadline_terms(book, case.item, place, case.began_on)
    checked_by = days_after(get_clock().today(), terms.check_days)
    start = checked_by.toordinal()
    clock = compute_clock(start, terms.promised, (), start)
    return Days(checked_by, date.fromordinal(clock.due_on), clock.provisional)
