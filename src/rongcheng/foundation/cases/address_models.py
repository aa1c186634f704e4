"""Storage of postal addresses (邮寄地址): where a case is sent, sealed, for a time only."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from rongcheng.foundation.cases.filters import ROLES
from rongcheng.web.actor import Actor


class AddressQuerySet(models.QuerySet[Any]):
    """Addresses, filtered by who asks: fewer people than see the case."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows that this actor may read: the person's own, or what she posts herself.

        The deciding authority reads an address from the decision until the result is sent; a window
        clerk reads the one that she takes in, until it is handed over. Nobody else of the staff
        does, whatever part their city has in the case.
        """
        if actor.kind == "system":
            return self.all()
        if actor.kind == "resident" and actor.person_id is not None:
            return self.filter(case__person_id=actor.person_id)
        if actor.kind != "staff" or actor.role not in ROLES:
            return self.none()
        sends = Q(case__decided_on__isnull=False, case__ended_on__isnull=True)
        sends &= _seat(actor, "decider")
        if actor.role == "clerk":
            takes_in = Q(case__submitted_on__isnull=True, case__ended_on__isnull=True)
            sends |= takes_in & _seat(actor, "intake")
        return self.filter(sends, case__metro=actor.metro)


def _seat(actor: Actor, side: str) -> Q:
    """Return that an actor works where a case is decided or taken in, or for all of that city."""
    found = Q(**{f"case__{side}_city": actor.city})
    if actor.department:
        found &= Q(**{f"case__{side}_department": actor.department})
    return found


class CaseAddress(models.Model):
    """Where a case's result is to be posted (邮寄地址), sealed; changed until it is sent.

    `drop_on` is the day from which the row goes; it has none while the case is under way.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.OneToOneField(
        "cases.Case", models.DO_NOTHING, verbose_name="办件", related_name="address"
    )
    address_sealed = models.BinaryField("邮寄地址（密文）")
    changed_at = models.DateTimeField("填写时间")
    drop_on = models.DateField("删除日期", null=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        """One for each case; the day on which it goes is found without reading the rest."""

        db_table = "cases_address"
        verbose_name = verbose_name_plural = "邮寄地址"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["drop_on", "case"],
                condition=Q(drop_on__isnull=False),
                name="cases_address_to_drop",
            )
        ]

    def __str__(self) -> str:
        """Show the case's key, and nothing of where it goes."""
        return f"{self.case_id}"
