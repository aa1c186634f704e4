"""Who may see who is away (请假的可见范围): colleagues of the same city and department."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from rongcheng.foundation.cases.filters import ROLES
from rongcheng.web.actor import Actor


class AbsenceQuerySet(models.QuerySet[Any]):
    """Absences, filtered by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows of this actor's own city, and of her department if she has one."""
        if actor.kind == "system":
            return self.all()
        if actor.kind == "staff" and actor.role in ROLES:
            here = self.filter(metro=actor.metro, city=actor.city)
            return here.filter(department=actor.department) if actor.department else here
        return self.none()
