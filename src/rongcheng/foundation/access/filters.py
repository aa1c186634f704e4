"""The row filter of access records (可见范围): a resident sees who looked at her own data."""

from __future__ import annotations

from typing import Any, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef

from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor

REFERENCE = "withholding-"
"""How the request number of a record begins that tells of a delay's order, act by act."""


def standing_orders(**chosen: Any) -> models.QuerySet[Any]:
    """Return the delays whose last day is not over and that nobody lifted.

    `is_confirmed` says whether a second officer confirmed it: only then it counts.
    """
    orders = apps.get_model("access", "Withholding").objects.all()
    acts = apps.get_model("access", "WithholdingAct").objects.filter(withholding=OuterRef("pk"))
    standing = orders.filter(
        ~Exists(acts.filter(act="lift")), until__gte=get_clock().today(), **chosen
    )
    return standing.annotate(is_confirmed=Exists(acts.filter(act="confirm")))


class AccessQuerySet(models.QuerySet[Any]):
    """Access records, filtered by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows that this actor may see: her own, or all for the system itself."""
        if actor.kind == "system":
            return self.all()
        if actor.kind == "resident" and actor.person_id is not None:
            return self.disclosed_to(actor.person_id)
        return self.none()

    def disclosed_to(self, person: UUID) -> Self:
        """Return who looked at this person's data, without what is withheld by law for a time.

        The records of an order stay away as long, confirmed or not: they would tell of it.
        """
        rows = self.filter(persons__contains=[person])
        held = standing_orders(record__persons__contains=[person])
        for order, record, is_confirmed in held.values_list("pk", "record_id", "is_confirmed"):
            rows = rows.exclude(request_id__startswith=f"{REFERENCE}{order}-")
            if is_confirmed:
                rows = rows.exclude(pk=record)
        return rows


class ConsentQuerySet(models.QuerySet[Any]):
    """Acts of consent, filtered by who asks: a resident sees her own, the system all."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows that this actor may see."""
        if actor.kind == "system":
            return self.all()
        if actor.kind == "resident" and actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        return self.none()
