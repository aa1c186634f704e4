"""How far re-sealing has come (重封进度): one row for each sealed column."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Progress(models.Model):
    """The pass over one sealed column towards one key version.

    `cursor` is the last row's key as text, empty at the beginning of a pass; `resealed` counts
    over all passes, `unreadable` the rows of this pass that did not open and were left alone.
    `rechecked_at` is a second look some time after the end: a transaction that began before the
    rotation may have ended after the pass had gone by.
    """

    column = models.TextField("密文列", primary_key=True)
    version = models.IntegerField("目标密钥版本")
    cursor = models.TextField("进度", db_default="", default="")
    resealed = models.BigIntegerField("已重封", db_default=0, default=0)
    unreadable = models.BigIntegerField("打不开", db_default=0, default=0)
    begun_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True)
    rechecked_at = models.DateTimeField("复查时间", null=True)

    class Meta:
        """Counts never go below nothing."""

        db_table = "resealing_progress"
        verbose_name = verbose_name_plural = "重封进度"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(resealed__gte=0, unreadable__gte=0, version__gte=1),
                name="resealing_progress_counts",
            )
        ]

    def __str__(self) -> str:
        """Show column and version."""
        return f"{self.column} → {self.version}"
