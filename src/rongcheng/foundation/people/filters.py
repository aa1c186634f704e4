"""The row filters of people (可见范围): one place that says who may see which rows.

List, search, detail, export and API all start from `Model.objects.visible_to(actor)`.
- A resident sees herself, her own insurance and her own sign-in.
- Staff and machines see no resident in a list. A counter serves a person who is present: it finds
  her by her ID number, exactly (`find_resident_by_id_number`), and leaves an access record.
- Staff see their own entry; the coordination office sees the staff of its city.
- A mandate is seen by the one who gave it and the one who acts under it, each as themselves:
  whoever acts for another sees none. Staff see none in a list; a counter asks for one person's.
- The system itself (jobs, command line) sees all.
"""

from __future__ import annotations

from typing import Any, Self
from uuid import UUID

from django.db import models

from rongcheng.web.actor import Actor


class PersonQuerySet(models.QuerySet[Any]):
    """Rows that belong to one resident, filtered by who asks."""

    person_path = "id"

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows that this actor may see."""
        if actor.kind == "system":
            return self.all()
        if actor.kind == "resident" and actor.person_id is not None:
            return self.filter(**{self.person_path: actor.person_id})
        return self.none()


class OfResidentQuerySet(PersonQuerySet):
    """Rows that point to their resident by `resident_id`."""

    person_path = "resident_id"


class FamilyAidQuerySet(PersonQuerySet):
    """Family aid, seen by the one who gives and the one who receives."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the links on whose either side the actor stands."""
        if actor.kind == "resident" and actor.person_id is not None:
            return self.filter(
                models.Q(payer__resident_id=actor.person_id)
                | models.Q(beneficiary__resident_id=actor.person_id)
            )
        return super().visible_to(actor)


class MandateQuerySet(models.QuerySet[Any]):
    """Mandates and guardianships, seen by both sides, filtered by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows on whose either side the actor stands, acting for nobody else."""
        if actor.kind == "system":
            return self.all()
        if actor.kind != "resident" or actor.person_id is None or actor.acting_for is not None:
            return self.none()
        return self.of_person(actor.person_id)

    def of_person(self, person: UUID) -> Self:
        """Return the rows on whose either side a person stands."""
        return self.filter(models.Q(principal_id=person) | models.Q(agent_id=person))


class StaffQuerySet(models.QuerySet[Any]):
    """Members of staff, filtered by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows that this actor may see."""
        if actor.kind == "system":
            return self.all()
        if actor.kind != "staff":
            return self.none()
        if actor.role == "office":
            return self.filter(city=actor.city)
        return self.filter(id=actor.id)
