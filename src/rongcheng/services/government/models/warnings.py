"""Storage of warnings (预警提醒): each once, to whoever must act; none names the applicant."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from rongcheng.foundation.cases.public import CaseTurn
from rongcheng.services.government.domain.deadlines import Alert
from rongcheng.services.government.domain.warnings import Stage
from rongcheng.web.actor import Actor

_AT_THE_WINDOW = (Stage.CHECK, Stage.RECEIVE, Stage.DELIVER)
_PROVINCE = "0000"


class WarningQuerySet(models.QuerySet["CaseWarning"]):
    """Warnings, filtered by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Return what this member of staff is warned of: the right person, and nobody else.

        Officers from half time on, for their own cases and those that nobody has yet, and clerks
        so for what is done at a window; heads from the last day on; the office once it is too late.
        Whoever works in one department hears of nothing that is another's. What is late with the
        province concerns every office of the metro area.
        """
        if actor.kind == "system":
            return self.all()
        here = self.filter(metro=actor.metro)
        if actor.kind != "staff":
            return self.none()
        if actor.role == "office":
            mine = Q(city=actor.city) | Q(city__endswith=_PROVINCE)
            return here.filter(mine, alert=Alert.OVERDUE)
        here = here.filter(city=actor.city)
        if actor.department:
            here = here.filter(department=actor.department)
        if actor.role == "head":
            return here.filter(alert__gte=Alert.LAST_DAY)
        if actor.role in ("clerk", "officer"):
            turn = CaseTurn.objects.filter(case=OuterRef("case"), part=OuterRef("part"))
            found = here.exclude(stage=Stage.FOLLOW_UP).annotate(
                has_it=Subquery(turn.values("assignee")[:1])
            )
            nobody = Q(has_it__isnull=True)
            if actor.role == "clerk":
                nobody &= Q(stage__in=_AT_THE_WINDOW)
            return found.filter(Q(has_it=actor.id) | nobody)
        return self.none()


class CaseWarning(models.Model):
    """A warning that a day comes near or has passed (预警), once for each day and urgency.

    `ended_at` is when the act was done or the day moved; a graver one ends the one before.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, verbose_name="办件", related_name="+", db_index=False
    )
    number = models.TextField("办件编号")
    metro = models.TextField("都市圈")
    city = models.TextField("城市")
    department = models.TextField("部门", db_default="", default="")
    item = models.TextField("事项")
    stage = models.SmallIntegerField("哪一步")
    part = models.SmallIntegerField("环节")
    alert = models.SmallIntegerField("预警")
    due_on = models.DateField("期限")
    raised_at = models.DateTimeField("提醒时间")
    ended_at = models.DateTimeField("结束时间", null=True)

    objects = WarningQuerySet.as_manager()

    class Meta:
        """Once for each act, urgency and day."""

        db_table = "government_warning"
        verbose_name = verbose_name_plural = "预警"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "stage", "part", "alert", "due_on"],
                name="government_warning_once",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["metro", "city", "due_on", "id"],
                condition=Q(ended_at__isnull=True),
                name="government_warning_open",
            ),
            models.Index(
                fields=["metro", "city", "department", "due_on", "id"],
                condition=Q(ended_at__isnull=True),
                name="government_warning_of_dept",
            ),
            models.Index(
                fields=["case"],
                condition=Q(ended_at__isnull=True),
                name="government_warning_of_case",
            ),
        ]

    def __str__(self) -> str:
        """Show number and urgency."""
        return f"{self.number} {self.alert}"
