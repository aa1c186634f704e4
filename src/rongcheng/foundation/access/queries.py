"""Reads of access records (谁看过我的信息)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.access.types import AccessInfo, Looker

OTHERS = "others"
"""The filter that leaves out the resident's own looks."""
FAMILY = "family"
"""The filter for other residents: whoever acts for this one, or stands in a mandate with her."""
_RECENT = 2_000
"""How many of the newest records the list of lookers is made from."""

# An institution's own number where there is one; records of older releases name machines by id.
_PLACE = Case(
    When(institution="", actor_kind="machine", then=F("actor_id")),
    default=F("institution"),
    output_field=CharField(),
)


def records_about(
    person: UUID,
    limit: int = 50,
    *,
    before: int | None = None,
    who: str = "",
    kind: str = "",
) -> list[AccessInfo]:
    """Return who looked at this person's data, newest first; what is withheld is left out.

    `before` is an id to page from; `who` a looker's key or `OTHERS`, `kind` a kind of data.
    """
    return list(islice(each_record_about(person, before=before, who=who, kind=kind), limit))


def each_record_about(
    person: UUID, *, before: int | None = None, who: str = "", kind: str = ""
) -> Iterator[AccessInfo]:
    """Yield the same without an end, in portions, for an export."""
    rows = _chosen(person, who, kind).annotate(place=_PLACE).order_by("-at", "-id")
    last = AccessRecord.objects.filter(id=before).first() if before is not None else None
    while True:
        # Told in the order of the looks; records written later for an earlier moment find in.
        after = Q() if last is None else Q(at__lt=last.at) | Q(at=last.at, id__lt=last.pk)
        portion = list(rows.filter(after)[:_PORTION])
        yield from map(_info, portion)
        if len(portion) < _PORTION:
            return
        last = portion[-1]


_PORTION = 100


def _chosen(person: UUID, who: str, kind: str) -> QuerySet[AccessRecord]:
    rows = AccessRecord.objects.disclosed_to(person)
    own = Q(actor_kind="resident", actor_id=str(person))
    if who == OTHERS:
        rows = rows.exclude(own)
    elif who == "resident":
        rows = rows.filter(own)
    elif who == FAMILY:
        rows = rows.filter(actor_kind="resident").exclude(own)
    elif who:
        rows = rows.annotate(looker=_PLACE).filter(
            Q(looker=who)
            | Q(looker="", actor_role=who)
            | Q(looker="", actor_role="", actor_kind=who)
        )
    return rows.filter(data_kinds__contains=[kind]) if kind else rows


def list_lookers(person: UUID) -> list[Looker]:
    """Return who has looked at this person's data of late, each once, for the filter."""
    is_family = Q(actor_kind="resident") & ~Q(actor_id=str(person))
    looker = Case(
        When(is_family, then=Value(FAMILY)), default=F("actor_kind"), output_field=CharField()
    )
    recent = (
        AccessRecord.objects.disclosed_to(person)
        .annotate(place=_PLACE, looker=looker)
        .order_by("-id")
        .values_list("looker", "actor_role", "place")[:_RECENT]
    )
    return sorted({Looker(*row) for row in recent})


def _info(row: AccessRecord) -> AccessInfo:
    return AccessInfo(
        row.id,
        row.at,
        row.actor_kind,
        row.actor_id,
        row.actor_label,
        row.actor_role,
        row.place,  # type: ignore[attr-defined]
        row.acting_for,
        row.application,
        row.purpose,
        tuple(row.data_kinds),
        row.request_id,
    )
