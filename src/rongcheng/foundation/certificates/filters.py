"""The row filter of certificates (可见范围): who may list them.

- A resident sees her own; whoever acts for her, in the matter that she entrusted.
- The coordination office, officers and heads see those that their own city issued.
- The system itself sees all. Everybody else needs number and code (`verifying.py`).
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from rongcheng.web.actor import Actor

ISSUING_ROLES = frozenset({"office", "officer", "head"})
"""Staff who see, and may revoke, what their own city issued."""


class CertificateQuerySet(models.QuerySet[Any]):
    """Certificates, filtered by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows that this actor may see."""
        if actor.kind == "system":
            return self.all()
        if actor.kind == "resident" and actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        if actor.kind == "staff" and actor.role in ISSUING_ROLES:
            return self.filter(metro=actor.metro, city=actor.city)
        return self.none()
