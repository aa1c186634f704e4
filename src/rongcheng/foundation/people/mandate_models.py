"""Storage of acting for others (授权与监护): given once, then only told on; nothing is changed.

All four tables are append-only by trigger (`RC031`). Where a mandate stands is worked out from its
events and the day, so nothing has to end it. No column holds an ID number.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rongcheng.foundation.people.filters import MandateQuerySet

ANSWERS = ("accepted", "refused", "withdrawn")
ENDS = ("revoked", "resigned", "ended")


class Mandate(models.Model):
    """Who may act for whom (授权、监护): matters, first and last day, and how it was given.

    A guardianship names no matters and no last day: the list of matters and the child's birthday
    say both.
    """

    id = models.BigAutoField(primary_key=True)
    metro = models.TextField("都市圈")
    kind = models.TextField("类别", choices=[("mandate", "授权"), ("guardianship", "监护")])
    principal = models.ForeignKey(
        "people.Resident", models.PROTECT, verbose_name="本人", related_name="mandates_given"
    )
    agent = models.ForeignKey(
        "people.Resident", models.PROTECT, verbose_name="代办人", related_name="mandates_held"
    )
    matters = ArrayField(models.TextField(), verbose_name="事项", db_default=[])
    begins_on = models.DateField("开始日期")
    ends_on = models.DateField("最后一天", null=True)
    origin = models.TextField("方式", choices=[("online", "网上"), ("counter", "窗口")])
    document = models.TextField("文书", db_default="")
    witness = models.TextField("见证人", db_default="")
    by_kind = models.TextField("经手人类别")
    by_id = models.TextField("经手人编号")
    by_label = models.TextField("经手人")
    given_at = models.DateTimeField("办理时间")
    token = models.TextField("幂等键", unique=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        """Append-only by trigger."""

        db_table = "people_mandate"
        verbose_name = verbose_name_plural = "授权和监护"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(principal=F("agent")), name="people_mandate_of_others"
            ),
            models.CheckConstraint(
                condition=Q(kind="mandate", ends_on__gte=F("begins_on"), matters__len__gt=0)
                | Q(kind="guardianship", ends_on__isnull=True, matters__len=0, origin="counter"),
                name="people_mandate_whole",
            ),
            models.CheckConstraint(
                condition=Q(origin="online") | (~Q(document="") & ~Q(witness="")),
                name="people_mandate_witnessed",
            ),
        ]

    def __str__(self) -> str:
        """Show the number only."""
        return f"{self.kind} {self.pk}"


class MandateEvent(models.Model):
    """What happened to it (办理经过): answered once, ended once, by whom and why.

    `slot` is `answer` or `end`; two who answer at the same moment meet in the constraint.
    """

    id = models.BigAutoField(primary_key=True)
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, verbose_name="授权或监护", related_name="events"
    )
    event = models.TextField("经过")
    slot = models.TextField("环节")
    reason = models.TextField("理由", db_default="")
    by_kind = models.TextField("经手人类别")
    by_id = models.TextField("经手人编号")
    by_label = models.TextField("经手人")
    at = models.DateTimeField("时间")

    class Meta:
        """Append-only by trigger."""

        db_table = "people_mandate_event"
        verbose_name = verbose_name_plural = "授权办理经过"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mandate", "slot"], name="people_mandate_event_once"),
            models.CheckConstraint(
                condition=Q(slot="answer", event__in=ANSWERS) | Q(slot="end", event__in=ENDS),
                name="people_mandate_event_fits",
            ),
        ]

    def __str__(self) -> str:
        """Show the mandate's number and what happened."""
        return f"{self.mandate_id} {self.event}"


class MandateStand(models.Model):
    """What a guardian says of a matter (监护人意见); the last one counts, all are kept."""

    id = models.BigAutoField(primary_key=True)
    mandate = models.ForeignKey(Mandate, models.PROTECT, verbose_name="监护", related_name="stands")
    matter = models.TextField("事项")
    number = models.IntegerField("第几次")
    stand = models.TextField("意见", choices=[("agrees", "同意"), ("objects", "不同意")])
    words = models.TextField("理由", db_default="")
    by_kind = models.TextField("经手人类别")
    by_id = models.TextField("经手人编号")
    by_label = models.TextField("经手人")
    at = models.DateTimeField("时间")

    class Meta:
        """Append-only by trigger."""

        db_table = "people_mandate_stand"
        verbose_name = verbose_name_plural = "监护人意见"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["mandate", "matter", "number"], name="people_mandate_stand_once"
            ),
            models.CheckConstraint(
                condition=Q(stand="agrees") | (Q(stand="objects") & ~Q(words="")),
                name="people_mandate_stand_reasoned",
            ),
        ]

    def __str__(self) -> str:
        """Show the guardianship's number, the matter and the stand."""
        return f"{self.mandate_id} {self.matter} {self.stand}"


class MandateAct(models.Model):
    """Something done under a mandate (代办记录): which, in which matter, by whom, for ever."""

    id = models.BigAutoField(primary_key=True)
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, verbose_name="授权或监护", related_name="acts"
    )
    matter = models.TextField("事项")
    act = models.TextField("办了什么")
    reference = models.TextField("办理编号")
    agent_label = models.TextField("代办人")
    at = models.DateTimeField("时间")

    class Meta:
        """Append-only by trigger; found by what it was about."""

        db_table = "people_mandate_act"
        verbose_name = verbose_name_plural = "代办记录"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["reference"], name="people_mandate_act_about")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["mandate", "act", "reference"], name="people_mandate_act_once"
            )
        ]

    def __str__(self) -> str:
        """Show the mandate's number and the act."""
        return f"{self.mandate_id} {self.act} {self.reference}"
