"""Who may see which case (可见范围): one place that says so.

List, search, detail, export, API and attachments all start from `Case.objects.visible_to(actor)`.
- A resident sees her own, and those of whom she acts for in a matter that was entrusted to her.
- Staff see the cases in which their city takes part: it took them in, decides them, does a part of
  them, or was called in and the call goes on. Only roles that work on cases see any.
- Staff of one department see those in which their city takes part through it; whoever works for all
  departments of the city sees all of its cases. Each city has a row of its own for the latter, so
  that both are found by one equality, and a case once.
- The system itself (jobs, command line) sees all.
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from rongcheng.web.actor import Actor

ROLES = frozenset({"clerk", "officer", "head"})
"""The roles of staff who work on cases."""


class CaseQuerySet(models.QuerySet[Any]):
    """Cases, filtered by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows that this actor may see; each once."""
        if actor.kind == "system":
            return self.all()
        if actor.kind == "resident" and actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        if actor.kind == "staff" and actor.role in ROLES:
            return self.filter(
                metro=actor.metro,
                desks__city=actor.city,
                desks__department=actor.department,
                desks__ended_at__isnull=True,
            )
        return self.none()


class OfCaseQuerySet(models.QuerySet[Any]):
    """What belongs to a case, seen by whoever sees the case."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows of the cases that this actor may see; each once."""
        if actor.kind == "system":
            return self.all()
        if actor.kind == "resident" and actor.person_id is not None:
            return self.filter(case__person_id=actor.person_id)
        if actor.kind == "staff" and actor.role in ROLES:
            return self.filter(
                case__metro=actor.metro,
                case__desks__city=actor.city,
                case__desks__department=actor.department,
                case__desks__ended_at__isnull=True,
            )
        return self.none()


class NoteQuerySet(OfCaseQuerySet):
    """Internal notes: for staff only, also where the resident sees the case."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the notes that this actor may see; never any for a resident."""
        return self.none() if actor.kind == "resident" else super().visible_to(actor)


class TurnQuerySet(models.QuerySet[Any]):
    """Whose turn it is: the queue of a city, or of a department in it."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows of the queue of this actor's city, or of her department in it."""
        if actor.kind == "system":
            return self.all()
        if actor.kind == "staff" and actor.role in ROLES:
            return self.filter(metro=actor.metro, city=actor.city).of_department(actor.department)
        return self.none()

    def of_department(self, department: str) -> Self:
        """Return what waits for a department; everything for "", which stands for all of them."""
        return self.filter(department=department) if department else self
