"""Saved what-if scenarios, the draft policy behind each, and how far the columns reach (测算).

A draft edition is no published policy: nothing decides by it but a comparison.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q


class ScenarioState(models.IntegerChoices):
    """Where a scenario stands: put together, waiting for a worker, computing, done or failed."""

    DRAFT = 0
    WAITING = 1
    RUNNING = 2
    DONE = 3
    FAILED = 4


class DraftEdition(models.Model):
    """A pack with a scenario's changes in it, under its hash; `base` is the edition it changes."""

    hash = models.CharField("草案版本", primary_key=True, max_length=64)
    metro = models.CharField("都市圈", max_length=64)
    base = models.CharField("所依据的版本", max_length=64)
    body = models.TextField("内容")
    made_at = models.DateTimeField("生成时间")

    class Meta:
        """A draft is never changed; another change is another draft."""

        verbose_name = verbose_name_plural = "政策草案"
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="draft_edition_immutable", operation=pgtrigger.Update),
        ]


class Scenario(models.Model):
    """A named set of changes and what they would cost (测算方案), shared within a metro's office.

    `base` is the edition that the figures were computed against, `token` names the form that made
    it, so that a second click makes nothing. `run` counts computations: a job of an earlier run
    writes nothing any more. `findings` and `checks` are the result, empty before it is there.
    """

    code = models.CharField("方案编号", primary_key=True, max_length=30)
    metro = models.CharField("都市圈", max_length=64)
    name = models.CharField("名称", max_length=60)
    made_by = models.CharField("建立人", max_length=200)
    made_at = models.DateTimeField("建立时间")
    token = models.CharField(max_length=64, unique=True)
    changes = models.JSONField("改动", default=list)
    state = models.SmallIntegerField(default=ScenarioState.DRAFT, choices=ScenarioState.choices)
    run = models.IntegerField("第几次测算", default=0)
    base = models.CharField("所依据的版本", max_length=64, blank=True)
    draft = models.ForeignKey(
        DraftEdition, models.PROTECT, null=True, related_name="+", verbose_name="草案"
    )
    rows_done = models.BigIntegerField(default=0)
    rows_all = models.BigIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField("最近一次进展", null=True)
    finished_at = models.DateTimeField(null=True)
    failure = models.JSONField("失败原因", default=dict)
    findings = models.JSONField("结果", default=dict)
    checks = models.JSONField("核对", default=dict)

    class Meta:
        """Newest first."""

        verbose_name = verbose_name_plural = "测算方案"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__range=(0, 4)), name="scenario_state_known"),
            models.CheckConstraint(condition=~Q(name=""), name="scenario_has_a_name"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["metro", "-made_at"], name="scenario_newest"),
        ]

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class ColumnExtract(models.Model):
    """How far a metro's stored decisions were laid out in columns (提取进度)."""

    metro = models.CharField("都市圈", primary_key=True, max_length=64)
    is_asked = models.BooleanField("已排队", default=False)
    rows = models.BigIntegerField("已提取（行）", default=0)
    rows_waiting = models.BigIntegerField("还要提取（行）", default=0)
    moved_at = models.DateTimeField("最近一次进展", null=True)
    finished_at = models.DateTimeField("提取完成时间", null=True)
    failure = models.JSONField("失败原因", default=dict)

    class Meta:
        """One row a metro."""

        verbose_name = verbose_name_plural = "数据提取"
