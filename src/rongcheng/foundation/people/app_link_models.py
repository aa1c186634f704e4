"""Storage of released city apps (解除登录关联): who released which, why, and what lifted the block.

The link itself is allauth's row and goes with the release. What stays is written once and never
changed (`RC042`). A subject is the app's own name for a person, never an ID number.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rongcheng.foundation.people.choices import ReleaseReason


class AppRelease(models.Model):
    """An app that no longer signs somebody in (解除关联): once for each link, by whom and why."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(
        "people.Account", models.PROTECT, verbose_name="账号", related_name="app_releases"
    )
    link = models.BigIntegerField("原关联编号", unique=True)
    provider = models.TextField("应用")
    city = models.TextField("应用所属城市")
    subject = models.TextField("应用内账号")
    linked_at = models.DateTimeField("关联时间")
    reason = models.TextField("原因", choices=ReleaseReason.choices)
    origin = models.TextField("方式", choices=[("online", "网上"), ("counter", "窗口")])
    by_kind = models.TextField("经手人类别")
    by_id = models.TextField("经手人编号")
    by_label = models.TextField("经手人")
    at = models.DateTimeField("时间")

    class Meta:
        """Append-only by trigger; a link is released once, however often it is asked."""

        db_table = "people_app_release"
        verbose_name = verbose_name_plural = "解除登录关联"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(reason__in=ReleaseReason.values)
                & Q(origin="online", by_kind="resident")
                | Q(reason__in=ReleaseReason.values) & Q(origin="counter", by_kind="staff"),
                name="people_app_release_known",
            )
        ]

    def __str__(self) -> str:
        """Show the number and the reason, not whose it is."""
        return f"{self.pk} {self.reason}"


class AppReleaseLift(models.Model):
    """A block lifted at a counter (解除限制): the app may sign this person in again."""

    id = models.BigAutoField(primary_key=True)
    release = models.OneToOneField(
        AppRelease, models.PROTECT, verbose_name="解除关联", related_name="lift"
    )
    by_kind = models.TextField("经手人类别")
    by_id = models.TextField("经手人编号")
    by_label = models.TextField("经手人")
    at = models.DateTimeField("时间")

    class Meta:
        """Append-only by trigger; only staff lift, and each block once."""

        db_table = "people_app_release_lift"
        verbose_name = verbose_name_plural = "恢复应用登录"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(by_kind="staff"), name="people_app_lift_by_staff")
        ]

    def __str__(self) -> str:
        """Show the release's number."""
        return f"{self.release_id}"
