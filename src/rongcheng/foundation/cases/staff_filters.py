"""Who may see who is away (请假的可见范围): colleagues of the same city, and the system."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from rongcheng.foundation.cases.filters import ROLES
from rongcheng.web.actor import Actor


class AbsenceQuerySet(models.QuerySet[Any]):
    """Absences, filtered by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows of this actor's own city."""
        if actor.kind == "system":
            return self.all()
        if actor.kind == "staff" and actor.role in ROLES:
            return self.filter(metro=actor.metro, city=actor.city)
        return self.none()
