"""An entry of "who looked" as the page draws it (查看记录的页面数据)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from rongcheng.foundation.access.public import (
    AccessInfo,
    entrusted_basis,
    own_basis,
    past_withholdings,
    purpose_of,
    questions_of,
    state_of_question,
    stored_purposes,
    withholding_bases,
)
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.portal.access.words import Names, application_words, kinds_words, purpose_words
from rongcheng.web.actor import Actor
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.tables import Column, Table

BADGES = {"open": "secondary", "overdue": "warn", "answered": "good"}


class Asked(NamedTuple):
    """What became of a question about an entry."""

    state: str
    badge: str
    words: str
    due_on: date
    answer: str
    answered_by: str


class Entry(NamedTuple):
    """One look in plain words; `may_ask` unless it was the resident herself."""

    id: int
    clock: str
    who: str
    purpose: str
    kinds: str
    plain: str
    via: str
    basis: str
    document: str
    status: str
    delayed: str
    may_ask: bool
    asked: Asked | None


class Day(NamedTuple):
    """The looks of one day."""

    day: date
    entries: list[Entry]


def days_of(actor: Actor, infos: Sequence[AccessInfo], names: Names) -> list[Day]:
    """Return entries by day, newest first, with their questions and past delays."""
    found = entries_of(actor, infos, names)
    dated = zip([info.at.astimezone(SHANGHAI).date() for info in infos], found, strict=True)
    return [
        Day(day, [entry for _, entry in group])
        for day, group in groupby(dated, key=lambda pair: pair[0])
    ]


def entries_of(actor: Actor, infos: Sequence[AccessInfo], names: Names) -> list[Entry]:
    """Return entries in the order given, by two queries."""
    ids = [info.id for info in infos]
    person = actor.person_id
    questions = questions_of(person, ids) if person is not None else {}
    delays = past_withholdings(ids)
    return [
        _entry(actor, info, names, (questions.get(info.id), delays.get(info.id))) for info in infos
    ]


def _entry(actor: Actor, info: AccessInfo, names: Names, about: tuple[Any, Any]) -> Entry:
    question, delay = about
    is_own = info.actor_kind == "resident" and info.actor_id == str(actor.person_id)
    local = info.at.astimezone(SHANGHAI)
    plain, basis, document, status = _grounds(info, is_own)
    return Entry(
        id=info.id,
        clock=f"{local.hour:02d}:{local.minute:02d}",
        who=names.who(info, actor),
        purpose=purpose_words(info.purpose),
        kinds=kinds_words(info.data_kinds),
        plain=plain,
        via=application_words(info.application),
        basis=basis,
        document=document,
        status=status,
        delayed=_delay_words(delay),
        may_ask=not is_own and info.actor_id != actor.id,
        asked=_asked(question, names),
    )


def _grounds(info: AccessInfo, is_own: bool) -> tuple[str, str, str, str]:
    """Return the plain reason, the lawful basis, its document and how sure that is."""
    if info.purpose not in stored_purposes():
        return info.purpose, "", "", ""
    purpose = purpose_of(info.purpose)
    basis = own_basis() if is_own else purpose.basis
    if info.acting_for is not None and info.actor_kind == "resident":
        basis = entrusted_basis()
    return pick(purpose.plain), pick(basis.title), basis.document, basis.status


def _asked(question: Any, names: Names) -> Asked | None:
    if question is None:
        return None
    state = state_of_question(question)
    place = question.institution
    return Asked(
        state=t(f"portal.access.state.{state}"),
        badge=BADGES[state],
        words=question.words,
        due_on=question.due_on,
        answer=question.answer,
        answered_by=names.place(place) if place else t("portal.access.who.office"),
    )


def _delay_words(delay: Any) -> str:
    if delay is None:
        return ""
    basis = withholding_bases()[delay.basis]
    until = delay.until
    return t(
        "portal.access.was_delayed",
        None,
        until=show_day(until, language()),
        basis=pick(basis.title),
        document=delay.document,
    )


def export_table(
    infos: Iterable[AccessInfo], actor: Actor, names: Names, states: Mapping[int, str]
) -> Table:
    """Return all looks as a list, read as they are written out."""
    columns = [
        Column(t("portal.access.column.when"), "moment", lead=True),
        Column(t("portal.access.column.who"), width=30),
        Column(t("portal.access.column.purpose")),
        Column(t("portal.access.column.kinds"), width=30),
        Column(t("portal.access.column.plain"), width=30),
        Column(t("portal.access.column.via"), width=26),
        Column(t("portal.access.column.basis"), width=40),
        Column(t("portal.access.column.document"), width=50),
        Column(t("portal.access.column.question")),
        Column(t("portal.access.column.number"), "code"),
    ]
    lines = (_line(info, actor, names, states) for info in infos)
    return Table(t("portal.access.title"), columns, lines)


def _line(
    info: AccessInfo, actor: Actor, names: Names, states: Mapping[int, str]
) -> tuple[object, ...]:
    is_own = info.actor_kind == "resident" and info.actor_id == str(actor.person_id)
    plain, basis, document, _ = _grounds(info, is_own)
    state = states.get(info.id)
    return (
        info.at,
        names.who(info, actor),
        purpose_words(info.purpose),
        kinds_words(info.data_kinds),
        plain,
        application_words(info.application),
        basis,
        document,
        t(f"portal.access.state.{state}") if state else "",
        str(info.id),
    )
