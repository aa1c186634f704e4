"""A mandate or guardianship as a page draws it (授权、监护的页面数据), seen from one side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from rongcheng.foundation.people.public import (
    ActInfo,
    Guardians,
    MandateInfo,
    Stand,
    StandInfo,
    State,
    matter_words,
    matters,
)
from rongcheng.web.actor import Closed
from rongcheng.web.i18n import language, pick, t

BADGES = {State.IN_FORCE: "good", State.OFFERED: "warn", State.NOT_BEGUN: "warn"}


class MatterView(NamedTuple):
    """A matter of a mandate: whether it is open today, and why not."""

    key: str
    title: str
    about: str
    is_open: bool
    why: str
    stands: Sequence[tuple[str, str, str]]
    needs_all: bool


class ActView(NamedTuple):
    """Something done under a mandate, in words."""

    what: str
    agent_label: str
    at: object
    reference: str


class Card(NamedTuple):
    """A mandate or guardianship with what this side can do about it now."""

    number: int
    is_guardianship: bool
    is_mine_to_act: bool
    other: str
    title: str
    state: str
    badge: str
    begins_on: date
    last_day: date
    how: str
    why: str
    matters: Sequence[MatterView]
    history: Sequence[tuple[object, str, str]]
    acts: Sequence[ActView]
    may_answer: bool
    may_start: bool
    may_revoke: bool
    may_resign: bool
    may_stand: bool
    may_end: bool


class Groups(NamedTuple):
    """All cards of one person: what waits, for whom she acts, who acts for her, what is over."""

    waiting: Sequence[Card]
    held: Sequence[Card]
    given: Sequence[Card]
    over: Sequence[Card]

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing at all."""
        return not any(self)


def groups_of(infos: Sequence[MandateInfo], person: UUID) -> Groups:
    """Sort a person's mandates into what a page shows one after the other."""
    cards = [(info, card_of(info, person)) for info in infos]
    running = [(info, card) for info, card in cards if info.is_running]
    waits = [card for _, card in running if card.may_answer]
    return Groups(
        waiting=waits,
        held=[card for _, card in running if card.is_mine_to_act and not card.may_answer],
        given=[card for _, card in running if not card.is_mine_to_act],
        over=[card for info, card in cards if not info.is_running],
    )


def card_of(info: MandateInfo, person: UUID) -> Card:
    """Return one mandate as this person, or a clerk who serves her, sees it."""
    is_agent, is_guardianship = info.agent == person, info.kind == "guardianship"
    other = info.principal_name if is_agent else info.agent_name
    is_offered = info.state == State.OFFERED
    side = "agent" if is_agent else "principal"
    whole = next((item for item in info.closed if not item.matter), None)
    is_open = info.state == State.IN_FORCE
    return Card(
        number=info.id,
        is_guardianship=is_guardianship,
        is_mine_to_act=is_agent,
        other=other,
        title=t(f"portal.people.title_of.{info.kind}.{side}", None, name=other),
        state=t(f"portal.people.state.{info.state.name.lower()}"),
        badge=BADGES.get(info.state, "secondary"),
        begins_on=info.begins_on,
        last_day=info.last_day,
        how=_how(info),
        why="" if whole is None or (is_agent and is_offered) else _spoken(whole),
        matters=_matters(info),
        history=[_step(info, index) for index in range(len(info.history))],
        acts=[_act(act) for act in info.acts],
        may_answer=is_agent and is_offered,
        may_start=is_agent and bool(info.open),
        may_revoke=not is_agent and not is_guardianship and info.is_running,
        may_resign=is_agent and not is_guardianship and info.is_running and not is_offered,
        may_stand=is_agent and is_guardianship and is_open,
        may_end=is_guardianship and is_open,
    )


def _how(info: MandateInfo) -> str:
    if info.origin == "online":
        return t("portal.people.how.online", None, by=info.by_label)
    return t(
        "portal.people.how.counter", None, document=info.document, witness=info.witness,
        by=info.by_label,
    )  # fmt: skip


def _matters(info: MandateInfo) -> list[MatterView]:
    keys = info.matters or tuple(matters())
    return [_matter(info, key) for key in matters() if key in keys]


def _matter(info: MandateInfo, key: str) -> MatterView:
    words = matter_words()[key]
    closed = next((item for item in info.closed if item.matter == key), None)
    said = [item for item in info.stands if item.matter == key]
    return MatterView(
        key=key,
        title=pick(words.title),
        about=pick(words.about),
        is_open=key in info.open,
        why="" if closed is None else _spoken(closed),
        stands=[_stand(item) for item in said if item.stand != Stand.SILENT],
        needs_all=info.kind == "guardianship" and matters()[key].guardians == Guardians.ALL,
    )


def _spoken(closed: Closed) -> str:
    return closed.en if language() == "en" else closed.zh


def _stand(item: StandInfo) -> tuple[str, str, str]:
    word = item.stand.name.lower()
    return item.guardian_name, t(f"portal.people.stand.{word}"), item.words


def _step(info: MandateInfo, index: int) -> tuple[object, str, str]:
    step = info.history[index]
    word = t(f"portal.people.event.{step.event.name.lower()}")
    return step.at, t("portal.people.step", None, who=step.by_label, what=word), step.reason


def _act(act: ActInfo) -> ActView:
    what = t(f"portal.people.act.{act.act}")
    return ActView(what, act.agent_label, act.at, act.reference)
