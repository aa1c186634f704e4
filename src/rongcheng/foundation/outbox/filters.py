"""The row filter of notices (可见范围): a resident sees what she was told."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from rongcheng.web.actor import Actor


class NoticeQuerySet(models.QuerySet[Any]):
    """Notices, filtered by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows that this actor may see: her own, or all for the system itself."""
        if actor.kind == "system":
            return self.all()
        if actor.kind == "resident" and actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        return self.none()
