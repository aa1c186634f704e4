"""Storage of access records (访问记录): who looked at whose data, for which purpose.

Append-only by trigger. A hot path may insert with plain SQL; `at` and the lists have defaults:
    insert into access_record (actor_kind, actor_id, actor_label, application, purpose, persons,
                               data_kinds, request_id) values (...)
No column ever holds an ID number: persons are opaque ids.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from rongcheng.foundation.access.filters import AccessQuerySet


class AccessRecord(models.Model):
    """One request that read personal data (一次查看), with all persons whom it concerned."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("时间", db_default=Now())
    actor_kind = models.TextField("查看者类别")
    actor_id = models.TextField("查看者编号")
    actor_label = models.TextField("查看者名称")
    acting_for = models.UUIDField("代谁查看", null=True)
    application = models.TextField("应用")
    purpose = models.TextField("目的")
    persons = ArrayField(models.UUIDField(), verbose_name="被查看居民")
    data_kinds = ArrayField(models.TextField(), verbose_name="数据种类", db_default=[])
    request_id = models.TextField("请求编号", db_default="")

    objects = AccessQuerySet.as_manager()

    class Meta:
        """Found by person through a GIN index."""

        db_table = "access_record"
        verbose_name = verbose_name_plural = "访问记录"
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["persons"], name="access_record_persons")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(persons__len__gt=0), name="access_record_names_somebody"
            )
        ]

    def __str__(self) -> str:
        """Show who looked and why."""
        return f"{self.actor_label}: {self.purpose}"
