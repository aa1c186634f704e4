"""Reads of mandates (查询授权与监护): those of one person, and what was done under them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from rongcheng.foundation.people import mandate_models as tables
from rongcheng.foundation.people.delegation.domain.lifecycle import last_day_allowed
from rongcheng.foundation.people.delegation.domain.types import Event
from rongcheng.foundation.people.delegation.matters import limits
from rongcheng.foundation.people.delegation.standing import (
    mandate_rows,
    standing_among,
    stands_about,
)
from rongcheng.foundation.people.delegation.types import (
    ActInfo,
    Happened,
    MandateInfo,
    StandInfo,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor

MONTHS_OF_YEAR = 12


def list_mandates(actor: Actor) -> list[MandateInfo]:
    """Return mandates and guardianships on whose either side this actor stands, newest first."""
    return _infos(mandate_rows() & tables.Mandate.objects.visible_to(actor))


def list_mandates_of(person: UUID) -> list[MandateInfo]:
    """Return those of one person, for a counter at which she stands (it leaves the record)."""
    return _infos(mandate_rows() & tables.Mandate.objects.of_person(person))


def list_acts(references: Collection[str]) -> dict[str, list[ActInfo]]:
    """Return what was done for others about these things, by their numbers, oldest first."""
    found: dict[str, list[ActInfo]] = defaultdict(list)
    rows = tables.MandateAct.objects.filter(reference__in=list(references)).order_by("id")
    for row in rows:
        found[row.reference].append(_act(row))
    return dict(found)


def _infos(rows: QuerySet[tables.Mandate]) -> list[MandateInfo]:
    today = get_clock().today()
    found = list(rows.prefetch_related("acts").order_by("-id"))
    children = {row.principal_id for row in found if row.kind == "guardianship"}
    stands = stands_about(children, today) if children else []
    return [_info(row, _stands_about(row, stands), today) for row in found]


def _stands_about(row: tables.Mandate, stands: list[StandInfo]) -> list[StandInfo]:
    """Keep what the guardians of this row's own child said."""
    return [s for s in stands if row.kind == "guardianship" and s.child == row.principal_id]


def _info(row: tables.Mandate, stands: list[StandInfo], today: date) -> MandateInfo:
    standing = standing_among(row, stands, today)
    happened = sorted(row.events.all(), key=lambda event: event.pk)
    return MandateInfo(
        id=row.pk,
        kind=row.kind,
        principal=row.principal_id,
        principal_name=row.principal.name,
        agent=row.agent_id,
        agent_name=row.agent.name,
        matters=tuple(row.matters),
        begins_on=row.begins_on,
        last_day=row.ends_on or last_day_of_childhood(row.principal.born_on),
        origin=row.origin,
        document=row.document,
        witness=row.witness,
        by_label=row.by_label,
        given_at=row.given_at,
        state=standing.state,
        history=tuple(
            Happened(Event[e.event.upper()], e.reason, e.by_label, e.at) for e in happened
        ),
        open=standing.open,
        closed=standing.closed,
        acts=tuple(_act(act) for act in sorted(row.acts.all(), key=lambda act: act.pk)),
        stands=tuple(stands),
    )


def last_day_of_childhood(born_on: date) -> date:
    """Return the last day on which somebody is under age: the day before the birthday.

    >>> last_day_of_childhood(date(2008, 5, 1)), last_day_of_childhood(date(2008, 2, 29))
    (datetime.date(2026, 4, 30), datetime.date(2026, 2, 28))
    """
    # Who was born on 29 February comes of age on 1 March, so counting starts from there.
    leap = (born_on.month, born_on.day) == (2, 29)
    counted = born_on + timedelta(days=1) if leap else born_on
    return last_day_allowed(counted, limits().adult_years * MONTHS_OF_YEAR)


def _act(row: tables.MandateAct) -> ActInfo:
    return ActInfo(row.mandate_id, row.matter, row.act, row.reference, row.agent_label, row.at)
