"""The row filter of certificates (可见范围): who may list them.

- A resident sees her own; whoever acts for her, in the matter that she entrusted.
- The coordination office, officers and heads see those that their own city issued; those of one
  department only what it issued.
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
            issued = self.filter(metro=actor.metro, city=actor.city)
            return issued.filter(department=actor.department) if actor.department else issued
        return self.none()


def is_issuer(actor: Actor, city: str, department: str) -> bool:
    """Tell whether this member of staff answers for what a city, or its department, issued."""
    answers = actor.department in ("", department)
    return actor.role in ISSUING_ROLES and actor.city == city and answers
