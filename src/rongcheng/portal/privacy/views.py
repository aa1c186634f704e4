"""Privacy choices as the pages draw them (隐私选择的页面数据)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple
from uuid import UUID

from rongcheng.foundation.access.public import (
    ConsentInfo,
    Recipient,
    consent_history,
    consent_matters,
    list_consents,
    purposes_by_basis,
    recipients,
)
from rongcheng.foundation.people.public import ResidentInfo, list_insurances
from rongcheng.policy.editions import current_book
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, pick, t

HISTORY_SHOWN = 20
Voice = Literal["own", "counter"]


class Choice(NamedTuple):
    """One place of a matter with its switch: `act` is what pressing it does."""

    purpose: str
    scope: str
    title: str
    holds: bool
    act: str
    seen: int
    state: str
    words: str

    @property
    def key(self) -> str:
        """Return its name on the page and in a form."""
        return f"{self.purpose}-{self.scope}"


class MatterView(NamedTuple):
    """Something that needs consent, in words, with its places."""

    title: str
    gives: str
    agreed: str
    otherwise: str
    choices: list[Choice]


class GroundView(NamedTuple):
    """A lawful basis that asks for no consent, and what rests on it."""

    title: str
    document: str
    status: str
    purposes: list[tuple[str, str]]


class RecipientView(NamedTuple):
    """Who gets what, when and why."""

    title: str
    what: str
    when: str
    basis: str


class PastAct(NamedTuple):
    """A consent given or ended, as it is told."""

    at: Any
    what: str
    act: str
    by: str


def matter_views(person: UUID, voice: Voice = "own") -> list[MatterView]:
    """Return everything that needs this person's consent, and how each stands.

    `voice` says who reads: the person herself, or a clerk who reads of her.
    """
    standing = list_consents(person)
    return [
        MatterView(
            pick(matter.title),
            pick(matter.gives),
            pick(matter.agreed),
            pick(matter.otherwise),
            [
                _choice(pick(title), standing[matter.purpose, scope], voice)
                for scope, title in matter.scopes.items()
            ],
        )
        for matter in consent_matters().values()
    ]


def ground_views() -> list[GroundView]:
    """Return the lawful bases that need no consent, each with its document and purposes."""
    return [
        GroundView(
            pick(basis.title),
            basis.document,
            basis.status,
            [(pick(purpose.title), pick(purpose.plain)) for purpose in resting],
        )
        for basis, resting in purposes_by_basis()
        if resting and not basis.needs_consent
    ]


def recipient_views(resident: ResidentInfo) -> list[RecipientView]:
    """Return to whom this resident's data goes; cores only where her pool has one."""
    return [
        RecipientView(pick(one.title), pick(one.what), pick(one.when), pick(one.basis.title))
        for one in _recipients_of(resident)
    ]


def history_views(person: UUID, voice: Voice = "own") -> list[PastAct]:
    """Return what was given and ended, newest first."""
    matters = consent_matters()
    found = []
    for row in consent_history(person, HISTORY_SHOWN):
        matter = matters.get(row.purpose)
        scope = pick(matter.scopes.get(row.scope, {})) if matter else row.scope
        what = f"{pick(matter.title)} · {scope}" if matter else row.purpose
        act = t(f"portal.privacy.act.{row.act}")
        if row.until is not None:
            act = t(
                "portal.privacy.act_until", None, act=act, until=show_day(row.until, language())
            )
        by = _by(voice, row.by_label, row.by_guardian)
        if row.paper:
            by = t("portal.privacy.by.paper", None, said=by, paper=row.paper)
        found.append(PastAct(row.at, what, act, by))
    return found


def _recipients_of(resident: ResidentInfo) -> Sequence[Recipient]:
    book = current_book(resident.metro)
    pools = {pool.code: pool.core for pool in book.pools()}
    cores = {pools.get(held.pool, "local") for held in list_insurances(resident.id)}
    return [one for one in recipients() if not one.only_core or one.only_core in cores]


def _choice(title: str, info: ConsentInfo, voice: Voice) -> Choice:
    return Choice(
        purpose=info.purpose,
        scope=info.scope,
        title=title,
        holds=info.holds,
        act="end" if info.holds else "give",
        seen=info.number,
        state=t(f"portal.privacy.state.{info.state}"),
        words=_words(info, voice),
    )


def _words(info: ConsentInfo, voice: Voice) -> str:
    """Say how a consent stands: until when it holds, since when it does not, and by whom."""
    if info.state == "never" or info.at is None:
        return t(f"portal.privacy.never.{voice}")
    days = {
        "at": show_day(info.at.date(), language()),
        "until": show_day(info.until, language()) if info.until else "",
        "by": _by(voice, info.by_staff, info.by_guardian),
    }
    return t(f"portal.privacy.since.{info.state}", None, **days)


def _by(voice: Voice, staff: str, by_guardian: bool) -> str:
    """Say who did it: the person, or a clerk on paper that she or her guardian signed."""
    who = "self" if not staff else "guardian" if by_guardian else "paper"
    return t(f"portal.privacy.by.{voice}_{who}", None, clerk=staff)
