"""Storage of events that wait for delivery (发件箱) and of notices to residents (通知).

Hot paths may insert with plain SQL; every other column has a default in the database:
    insert into outbox_event (topic, key, payload) values (...)
    insert into outbox_notice (person_id, key, title_key, params) values (...)
        on conflict (key) do nothing
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from rongcheng.foundation.outbox.filters import NoticeQuerySet


class OutboxEvent(models.Model):
    """Something that happened and that others must learn (事件); deleted once delivered."""

    id = models.BigAutoField(primary_key=True)
    topic = models.TextField("主题")
    key = models.TextField("对象")
    payload = models.JSONField("内容", db_default={})
    created_at = models.DateTimeField("产生时间", db_default=Now())
    attempts = models.IntegerField("已试次数", db_default=0)
    next_attempt_at = models.DateTimeField("下次投递时间", null=True)
    last_error = models.TextField("最近错误", db_default="")
    dead = models.BooleanField("停止投递", db_default=False)

    class Meta:
        """`next_attempt_at` null means: due at once."""

        db_table = "outbox_event"
        verbose_name = verbose_name_plural = "事件"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["topic", "key", "id"], name="outbox_event_line")
        ]

    def __str__(self) -> str:
        """Show topic and id."""
        return f"{self.topic} #{self.pk}"


class Notice(models.Model):
    """What a resident is told (通知): a message key with parameters, written in her language."""

    id = models.BigAutoField(primary_key=True)
    person_id = models.UUIDField("居民")
    key = models.TextField("幂等键")
    title_key = models.TextField("文案键")
    params = models.JSONField("文案参数", db_default={})
    created_at = models.DateTimeField("产生时间", db_default=Now())
    read_at = models.DateTimeField("阅读时间", null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        """Read by person, newest first."""

        db_table = "outbox_notice"
        verbose_name = verbose_name_plural = "通知"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id", "-id"], name="outbox_notice_person")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key"], name="outbox_notice_once"),
            models.CheckConstraint(condition=~Q(key=""), name="outbox_notice_key"),
        ]

    def __str__(self) -> str:
        """Show the message key."""
        return f"{self.title_key} #{self.pk}"
