"""Storage of the work on a case (办理): who takes part, whose turn, parts, pauses, notes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rongcheng.foundation.cases.filters import NoteQuerySet, OfCaseQuerySet, TurnQuerySet
from rongcheng.web.kept_rows import append_only


class CaseDesk(models.Model):
    """A city, and its department, that takes part in a case (参与城市与部门): its staff see it.

    Each city has one row without a department, for whoever works for all of them, and one for each
    department through which it takes part. `kind` is intake, decider, part or called; a call ends,
    the others do not. Item and id stand here again, so that a list is read from one index.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, verbose_name="办件", related_name="desks", db_index=False
    )
    metro = models.TextField("都市圈")
    city = models.TextField("城市")
    department = models.TextField("部门", db_default="", default="")
    kind = models.TextField("参与方式")
    item = models.TextField("事项")
    since = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        """One row for each case, city and department, so that a list shows a case once."""

        db_table = "cases_desk"
        verbose_name = verbose_name_plural = "参与城市"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "city", "department"], name="cases_desk_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("intake", "decider", "part", "called")),
                name="cases_desk_kind",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["city", "department", "-case"], name="cases_desk_list"),
            models.Index(fields=["city", "department", "item", "-case"], name="cases_desk_item"),
            # Few of a city's cases are helped with: their list must not read all the others.
            models.Index(
                fields=["city", "department", "-case"],
                condition=Q(kind="called", ended_at__isnull=True),
                name="cases_desk_called",
            ),
        ]

    def __str__(self) -> str:
        """Show city and kind."""
        return f"{self.city} {self.kind}"


class CaseTurn(models.Model):
    """Whose turn it is (轮到谁): a city's queue holds these and nothing that rests elsewhere.

    `department` is empty where it is the turn of a general window. `part` is -1 for the whole
    case. `due_on` is the day by which the next act must be done. `assignee` is a member of staff of
    that city, or nobody yet. `warn_on` is the day on which somebody is to be warned next, if ever.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, verbose_name="办件", related_name="turns", db_index=False
    )
    metro = models.TextField("都市圈")
    city = models.TextField("城市")
    department = models.TextField("部门", db_default="", default="")
    part = models.SmallIntegerField("环节", db_default=-1)
    item = models.TextField("事项")
    due_on = models.DateField("下一步期限")
    since = models.DateTimeField("开始时间")
    assignee = models.UUIDField("经办人", null=True)
    warn_on = models.DateField("下次提醒", null=True)

    objects = TurnQuerySet.as_manager()

    class Meta:
        """A case is at one place at a time, a part as well."""

        db_table = "cases_turn"
        verbose_name = verbose_name_plural = "待办"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "part"], name="cases_turn_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["city", "due_on", "case"], name="cases_turn_queue"),
            models.Index(
                fields=["city", "department", "due_on", "case"], name="cases_turn_department"
            ),
            models.Index(fields=["assignee", "due_on", "case"], name="cases_turn_mine"),
            models.Index(
                fields=["warn_on", "case"],
                condition=Q(warn_on__isnull=False),
                name="cases_turn_warn",
            ),
        ]

    def __str__(self) -> str:
        """Show the city."""
        return self.city


class CasePart(models.Model):
    """What another place does in a joint case (联办环节): its number, authority and state."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, verbose_name="办件", related_name="parts", db_index=False
    )
    number = models.SmallIntegerField("环节序号")
    place = models.TextField("机关所在地")
    city = models.TextField("城市")
    department = models.TextField("部门", db_default="", default="")
    words = models.JSONField("机关与内容", db_default={})
    state = models.SmallIntegerField("状态")
    changed_at = models.DateTimeField("变动时间")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        """Each part of a case once."""

        db_table = "cases_part"
        verbose_name = verbose_name_plural = "联办环节"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_part_once")
        ]

    def __str__(self) -> str:
        """Show the place in the row."""
        return f"{self.case_id}/{self.number}"


class CasePause(models.Model):
    """Time that does not count (不计时): after `since`, up to and including `until`."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, verbose_name="办件", related_name="pauses", db_index=False
    )
    ground = models.SmallIntegerField("事由")
    procedure = models.TextField("特别程序", db_default="")
    since = models.DateField("开始日期")
    until = models.DateField("结束日期", null=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        """One that goes on, at most."""

        db_table = "cases_pause"
        verbose_name = verbose_name_plural = "不计时"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until__isnull=True), name="cases_pause_one_open"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="cases_pause_days",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "since"], name="cases_pause_of_case")
        ]

    def __str__(self) -> str:
        """Show the days."""
        return f"{self.since} – {self.until}"


class CaseNote(models.Model):
    """An internal note (内部备注): for colleagues only, the resident never sees it."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, verbose_name="办件", related_name="notes", db_index=False
    )
    token = models.TextField("幂等键")
    at = models.DateTimeField("时间")
    staff_id = models.UUIDField("作者")
    staff_name = models.TextField("作者姓名")
    city = models.TextField("城市")
    text = models.TextField("内容")

    objects = NoteQuerySet.as_manager()

    class Meta:
        """Written once; the same note again meets the unique token."""

        db_table = "cases_note"
        verbose_name = verbose_name_plural = "内部备注"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "token"], name="cases_note_once"),
            models.CheckConstraint(condition=~Q(text=""), name="cases_note_says_something"),
        ]
        triggers = append_only("note_is_kept")

    def __str__(self) -> str:
        """Show the author's city only: the text is for the screen."""
        return f"note {self.city}"
