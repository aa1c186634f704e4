"""Storage of ratings (好差评): one for each service, its follow-up, and sums for publishing."""

from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q

from rongcheng.web.actor import Actor
from rongcheng.web.kept_rows import append_only


class Rating(models.Model):
    """What a person said of one service (评价), or that she said nothing in time (`is_default`).

    `city` decided, `window` is the district whose counter took it in, empty online. `closes_on` is
    the day from which the case may be filed away; a bad rating has none before its follow-up ended.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, verbose_name="办件", related_name="+", db_index=False
    )
    metro = models.TextField("都市圈")
    item = models.TextField("事项")
    city = models.TextField("城市")
    window = models.TextField("窗口所在区县", db_default="")
    channel = models.TextField("评价渠道", db_default="")
    grade = models.SmallIntegerField("满意程度")
    is_default = models.BooleanField("到期默认", db_default=False)
    text_sealed = models.BinaryField("意见（密文）", db_default=b"")
    at = models.DateTimeField("评价时间")
    closes_on = models.DateField("可以归档日期", null=True)

    class Meta:
        """One rating for each service; what was said stays said."""

        db_table = "government_rating"
        verbose_name = verbose_name_plural = "评价"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case"], name="government_rating_once"),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=5), name="government_rating_grade"
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(text_sealed=b"", channel=""),
                name="government_rating_default_says_nothing",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["closes_on", "id"],
                condition=Q(closes_on__isnull=False),
                name="government_rating_closes",
            )
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="rating_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="rating_is_kept",
                fields=[
                    "case", "metro", "item", "city", "window", "channel", "grade", "is_default",
                    "at",
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Show the grade."""
        return f"{self.case_id}: {self.grade}"


class RatingCode(models.Model):
    """The code on a receipt (评价码), as a hash: it opens the rating of one case, nothing else."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, verbose_name="办件", related_name="+", db_index=False
    )
    code_hash = models.BinaryField("评价码（散列）")
    made_at = models.DateTimeField("生成时间")

    class Meta:
        """One for each case; printed again it is the same."""

        db_table = "government_rating_code"
        verbose_name = verbose_name_plural = "评价码"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case"], name="government_rating_code_case"),
            models.UniqueConstraint(fields=["code_hash"], name="government_rating_code_once"),
        ]
        triggers = append_only("rating_code_is_kept")

    def __str__(self) -> str:
        """Show the case; the code is not kept."""
        return str(self.case_id)


class RatingTally(models.Model):
    """How many ratings of a grade an item, city and window got in a month (评价合计).

    Counted with each rating, so that what is published costs the same at any number of cases.
    """

    id = models.BigAutoField(primary_key=True)
    metro = models.TextField("都市圈")
    month = models.DateField("月份")
    item = models.TextField("事项")
    city = models.TextField("城市")
    window = models.TextField("窗口所在区县")
    grade = models.SmallIntegerField("满意程度")
    is_default = models.BooleanField("到期默认")
    number = models.BigIntegerField("件数")

    class Meta:
        """One row for each month, item, city, window, grade and kind."""

        db_table = "government_rating_tally"
        verbose_name = verbose_name_plural = "评价合计"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["metro", "month", "item", "city", "window", "grade", "is_default"],
                name="government_tally_once",
            )
        ]

    def __str__(self) -> str:
        """Show month and number."""
        return f"{self.month} {self.number}"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Follow-ups, filtered by who asks."""

    def visible_to(self, actor: Actor) -> Self:
        """Return what the heads of the deciding city or department answer; all to the system."""
        if actor.kind == "system":
            return self.all()
        if actor.kind == "staff" and actor.role == "head":
            here = self.filter(metro=actor.metro, city=actor.city)
            return here.filter(department=actor.department) if actor.department else here
        return self.none()


class FollowUp(models.Model):
    """Following up a bad rating (差评回访整改): by whose city, by when, and where it stands.

    `due_on` is the nearest of the two days that is still to be kept. `answer` is what the person
    reads in the end.
    """

    id = models.BigAutoField(primary_key=True)
    rating = models.ForeignKey(
        Rating, models.DO_NOTHING, verbose_name="评价", related_name="+", db_index=False
    )
    case = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, verbose_name="办件", related_name="+", db_index=False
    )
    number = models.TextField("办件编号")
    metro = models.TextField("都市圈")
    city = models.TextField("城市")
    department = models.TextField("部门", db_default="", default="")
    item = models.TextField("事项")
    state = models.SmallIntegerField("状态")
    contact_by = models.DateField("回访期限")
    remedy_by = models.DateField("整改期限")
    due_on = models.DateField("下一步期限")
    warn_on = models.DateField("下次提醒", null=True)
    opened_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True)
    answer = models.TextField("给本人的答复", db_default="")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        """One for each bad rating."""

        db_table = "government_follow_up"
        verbose_name = verbose_name_plural = "差评回访"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rating"], name="government_follow_up_once"),
            models.UniqueConstraint(fields=["case"], name="government_follow_up_case"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, answer="")
                | (Q(ended_at__isnull=False) & ~Q(answer="")),
                name="government_follow_up_answered",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["metro", "city", "due_on", "id"],
                condition=Q(ended_at__isnull=True),
                name="government_follow_up_open",
            ),
            models.Index(
                fields=["warn_on", "id"],
                condition=Q(warn_on__isnull=False),
                name="government_follow_up_warn",
            ),
        ]

    def __str__(self) -> str:
        """Show the number of the case."""
        return self.number


class FollowUpStep(models.Model):
    """One step of a follow-up (回访记录): who did what, when, and in which words."""

    id = models.BigAutoField(primary_key=True)
    follow_up = models.ForeignKey(
        FollowUp, models.DO_NOTHING, verbose_name="差评回访", related_name="steps", db_index=False
    )
    token = models.TextField("幂等键")
    event = models.SmallIntegerField("事件")
    at = models.DateTimeField("时间")
    staff_id = models.TextField("经办人")
    staff_name = models.TextField("经办人姓名")
    note = models.TextField("内容")

    class Meta:
        """Written once; the same step again meets the unique token."""

        db_table = "government_follow_up_step"
        verbose_name = verbose_name_plural = "回访记录"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["follow_up", "token"], name="government_follow_up_step_once"
            )
        ]
        triggers = append_only("follow_up_step_is_kept")

    def __str__(self) -> str:
        """Show the event."""
        return f"{self.follow_up_id}: {self.event}"
