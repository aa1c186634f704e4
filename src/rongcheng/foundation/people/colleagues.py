"""Who works where (同岗同事): whom a case may be given to, and the names of those who had it."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from rongcheng.foundation.people.models import Staff


class Colleague(NamedTuple):
    """A member of staff as colleagues name her (同事); `city` may be the province's code.

    `department` is empty for whoever works for all of them.
    """

    id: UUID
    name: str
    role: str
    city: str
    department: str = ""


def list_colleagues(
    metro: str, city: str, role: str, department: str | None = None
) -> list[Colleague]:
    """Return who holds a role in a city's or the province's authorities today, by id.

    With a `department`, who may work on what is that department's: its own people and those of all
    departments; "" is only the latter. Whoever left is not among them. By id, so that a
    distribution over them is the same each time.
    """
    here = Staff.objects.filter(metro=metro, city=city, role=role, left_at__isnull=True)
    if department is not None:
        here = here.filter(department__in=("", department))
    return [_colleague(row) for row in here.order_by("id")]


def name_colleagues(staff_ids: Collection[UUID]) -> dict[UUID, Colleague]:
    """Return these members of staff by id, those who left too; unknown ids are left out."""
    return {row.id: _colleague(row) for row in Staff.objects.filter(id__in=staff_ids)}


def _colleague(row: Staff) -> Colleague:
    return Colleague(row.id, row.name, row.role, row.city, row.department)
