"""Storage of the back office (后台): who was given what and why, who is away, what was sent."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from rongcheng.foundation.cases.filters import NoteQuerySet, OfCaseQuerySet
from rongcheng.foundation.cases.staff_filters import AbsenceQuerySet
from rongcheng.web.kept_rows import append_only, kept_but_resealed


class CaseAssignment(models.Model):
    """Who was given a case, or a part of it, when and why (分办记录).

    `why` is fair (by distribution), taken (by herself), passed (by whoever had it), reassigned (by
    a head) or returned (back after a decision). The load and the longest wait are read from here.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(
        "cases.Case",
        models.DO_NOTHING,
        verbose_name="办件",
        related_name="assignments",
        db_index=False,
    )
    part = models.SmallIntegerField("环节", db_default=-1)
    city = models.TextField("城市")
    staff_id = models.UUIDField("经办人")
    why = models.TextField("缘由")
    reason = models.TextField("说明", db_default="")
    by_id = models.TextField("分办人")
    at = models.DateTimeField("时间")

    objects = NoteQuerySet.as_manager()

    class Meta:
        """Kept as written."""

        db_table = "cases_assignment"
        verbose_name = verbose_name_plural = "分办记录"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(why__in=("fair", "taken", "passed", "reassigned", "returned")),
                name="cases_assignment_why",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "id"], name="cases_assignment_of_case"),
            models.Index(fields=["staff_id", "-at"], name="cases_assignment_latest"),
        ]
        triggers = append_only("assignment_is_kept")

    def __str__(self) -> str:
        """Show the case and why."""
        return f"{self.case_id} {self.why}"


class CaseAbsence(models.Model):
    """A member of staff is away (请假), from a day to a day, both included; who stands in for her.

    It ends earlier where `ended_at` is set. Whoever is away is given nothing new. `department` is
    the one in which she worked when it was entered.
    """

    id = models.BigAutoField(primary_key=True)
    token = models.TextField("幂等键")
    metro = models.TextField("都市圈")
    city = models.TextField("城市")
    department = models.TextField("部门", db_default="", default="")
    staff_id = models.UUIDField("请假人")
    substitute_id = models.UUIDField("代班人", null=True)
    since = models.DateField("开始日期")
    until = models.DateField("结束日期")
    entered_by = models.UUIDField("登记人")
    entered_at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("提前结束时间", null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        """Nobody stands in for herself; the same wish again meets the unique token."""

        db_table = "cases_absence"
        verbose_name = verbose_name_plural = "请假代班"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entered_by", "token"], name="cases_absence_once"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="cases_absence_days"),
            models.CheckConstraint(
                condition=Q(substitute_id__isnull=True) | ~Q(substitute_id=F("staff_id")),
                name="cases_absence_other",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["metro", "city", "until"],
                condition=Q(ended_at__isnull=True),
                name="cases_absence_running",
            )
        ]

    def __str__(self) -> str:
        """Show the days."""
        return f"{self.since} – {self.until}"


class CaseLetter(models.Model):
    """A letter as it was sent (文书), sealed: whose it is, who sent it with which step."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, verbose_name="办件", related_name="letters", db_index=False
    )
    seq = models.IntegerField("步骤序号")
    kind = models.TextField("文书")
    at = models.DateTimeField("发出时间")
    city = models.TextField("城市", db_default="")
    content_sealed = models.BinaryField("内容（密文）")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        """At most one for each step."""

        db_table = "cases_letter"
        verbose_name = verbose_name_plural = "文书"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "seq"], name="cases_letter_once")
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            kept_but_resealed("letter_is_kept", "content_sealed")
        ]

    def __str__(self) -> str:
        """Show the place in the row."""
        return f"{self.case_id}.{self.seq}"
