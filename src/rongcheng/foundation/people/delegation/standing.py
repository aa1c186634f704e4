"""Where stored mandates stand today (授权现状): rows become facts, the rule says the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from rongcheng.foundation.people import mandate_models as tables
from rongcheng.foundation.people.delegation.domain.acting import BARS, decide_acting
from rongcheng.foundation.people.delegation.domain.lifecycle import state_on
from rongcheng.foundation.people.delegation.domain.reasons import BAR_TEXTS, Bar
from rongcheng.foundation.people.delegation.domain.types import (
    Event,
    GuardianStand,
    Kind,
    Mandate,
    Matter,
    Stand,
    State,
)
from rongcheng.foundation.people.delegation.matters import limits, matters
from rongcheng.foundation.people.delegation.types import StandInfo
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.web.actor import Closed

JOINT = "、"


class Standing(NamedTuple):
    """Where a mandate stands: its state, the open matters, and why the others are closed."""

    state: State
    open: frozenset[str]
    closed: tuple[Closed, ...]
    stands: tuple[StandInfo, ...] = ()


def mandate_rows() -> QuerySet[tables.Mandate]:
    """Return mandates with both people and what happened to each, by two queries."""
    rows = tables.Mandate.objects.select_related("principal", "agent")
    return rows.prefetch_related("events")


def facts_of(row: tables.Mandate) -> Mandate:
    """Return a stored mandate as the rule takes it."""
    happened = sorted(row.events.all(), key=lambda event: event.pk)
    return Mandate(
        kind=Kind[row.kind.upper()],
        matters=frozenset(row.matters),
        given_on=_day(row),
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        principal_born_on=row.principal.born_on,
        events=tuple(Event[event.event.upper()] for event in happened),
    )


def _day(row: tables.Mandate) -> date:
    # The day of the form in China Standard Time: an offer waits whole days.
    given: date = row.given_at.astimezone(SHANGHAI).date()
    return given


def state_of(row: tables.Mandate, today: date) -> State:
    """Return where a stored mandate stands on a day."""
    return state_on(facts_of(row), limits(), today)


def standing_of(row: tables.Mandate, today: date) -> Standing:
    """Return where one mandate stands; a guardianship reads what the other guardians said."""
    stands = stands_about({row.principal_id}, today) if row.kind == "guardianship" else []
    return standing_among(row, stands, today)


def standing_among(row: tables.Mandate, stands: Sequence[StandInfo], today: date) -> Standing:
    """Return where a mandate stands, given what all guardians in force said."""
    facts = facts_of(row)
    state = state_on(facts, limits(), today)
    if state != State.IN_FORCE:
        return Standing(state, frozenset(), (_closed("", BARS[state], ""),))
    bars = {
        key: decide_acting(facts, matter, _stands_of(row, matter, stands), limits(), today)
        for key, matter in matters().items()
    }
    closed = tuple(
        _closed(key, bar, _words(row, key, bar, stands)) for key, bar in bars.items() if bar
    )
    opened = frozenset(key for key, bar in bars.items() if not bar)
    return Standing(state, opened, closed, tuple(stands))


def _stands_of(
    row: tables.Mandate, matter: Matter, stands: Iterable[StandInfo]
) -> tuple[GuardianStand, ...]:
    return tuple(
        GuardianStand(item.guardianship == row.pk, item.stand)
        for item in stands
        if item.matter == matter.key
    )


def _words(row: tables.Mandate, matter: str, bar: Bar, stands: Iterable[StandInfo]) -> str:
    """Return what fills the reason: who objects and why, or whose consent is missing."""
    about = [item for item in stands if item.matter == matter]
    if bar == Bar.OBJECTED:
        told = [i for i in about if i.stand == Stand.OBJECTS]
        return JOINT.join(f"{item.guardian_name}：{item.words}" for item in told)
    waits = [i for i in about if i.guardianship != row.pk and i.stand != Stand.AGREES]
    return JOINT.join(item.guardian_name for item in waits)


def _closed(matter: str, bar: Bar, words: str) -> Closed:
    reason = BAR_TEXTS[bar]
    params: Mapping[str, object] = {"words": words}
    return Closed(matter, reason.code, reason.message("zh", params), reason.message("en", params))


def stands_about(children: set[UUID], today: date) -> list[StandInfo]:
    """Return what each guardian in force last said of each matter, silence included."""
    rows = (
        mandate_rows()
        .filter(kind="guardianship", principal_id__in=children)
        .prefetch_related("stands")
        .order_by("id")
    )
    found = []
    for row in rows:
        if state_of(row, today) != State.IN_FORCE:
            continue
        last = {s.matter: s for s in sorted(row.stands.all(), key=lambda s: s.number)}
        for key in matters():
            said = last.get(key)
            stand = Stand[said.stand.upper()] if said else Stand.SILENT
            words = said.words if said else ""
            found.append(
                StandInfo(
                    guardianship=row.pk,
                    child=row.principal_id,
                    guardian=row.agent_id,
                    guardian_name=row.agent.name,
                    matter=key,
                    stand=stand,
                    words=words,
                )
            )
    return found
