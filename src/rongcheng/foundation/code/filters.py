"""The row filters of the one code (可见范围).

A resident sees her own phones and cards, what they were issued and where they were used. An
institution's system sees the uses at its own desks. The system itself (jobs) sees all. Staff see
none in a list: a window serves a person who is present, by her ID number.
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from rongcheng.web.actor import Actor


class OfHolderQuerySet(models.QuerySet[Any]):
    """Rows that belong to one resident, filtered by who asks."""

    person_path = "person_id"

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows that this actor may see."""
        if actor.kind == "system":
            return self.all()
        if actor.kind == "resident" and actor.person_id is not None:
            return self.filter(**{self.person_path: actor.person_id})
        return self.none()


class OfCarrierQuerySet(OfHolderQuerySet):
    """Rows that point to a phone or card."""

    person_path = "carrier__person_id"


class UseQuerySet(OfHolderQuerySet):
    """Uses, seen by the resident and by the institution where they happened."""

    person_path = "credential__carrier__person_id"

    def visible_to(self, actor: Actor) -> Self:
        """Return the uses that this actor may see."""
        if actor.kind == "machine" and actor.institution:
            return self.filter(institution=actor.institution)
        return super().visible_to(actor)
