"""Storage of webhooks (推送): subscriptions, their secrets, and the queue of messages.

An endpoint numbers its own messages 1, 2, 3 … under its row's lock: whoever has read up to a
number has read all before it. Secrets lie sealed. A message's text is kept as it is sent.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Endpoint(models.Model):
    """Where a city's app wants to hear of what, and how it fares there (订阅)."""

    id = models.TextField("编号", primary_key=True)
    metro = models.TextField("都市圈")
    app = models.TextField("城市")
    url = models.TextField("地址", db_default="")
    topics = models.JSONField("主题")
    off_reason = models.TextField("停用原因", db_default="", default="")
    last_position = models.BigIntegerField("最后序号", db_default=0, default=0)
    failures = models.IntegerField("连续失败", db_default=0, default=0)
    rests = models.IntegerField("连续停歇", db_default=0, default=0)
    rests_until = models.DateTimeField("停歇到", null=True)
    last_taken_at = models.DateTimeField("最近送达", null=True)
    last_failure = models.TextField("最近错误", db_default="", default="")
    last_failure_at = models.DateTimeField("最近出错时间", null=True)
    created_at = models.DateTimeField("登记时间")

    class Meta:
        """An address is subscribed once for each app; so is asking without an address."""

        db_table = "webhooks_endpoint"
        verbose_name = verbose_name_plural = "推送订阅"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["metro", "app", "url"], name="webhooks_endpoint_once"),
            models.CheckConstraint(
                condition=Q(off_reason__in=["", "gone", "closed"]), name="webhooks_endpoint_off"
            ),
        ]

    def __str__(self) -> str:
        """Show the id."""
        return str(self.pk)


class Secret(models.Model):
    """What an endpoint's messages are signed with (签名密钥); an old one ends some hours later."""

    id = models.BigAutoField(primary_key=True)
    endpoint = models.ForeignKey(
        Endpoint, models.PROTECT, verbose_name="订阅", related_name="secrets"
    )
    number = models.IntegerField("序号")
    secret_sealed = models.BinaryField("密钥（密文）", max_length=256)
    made_at = models.DateTimeField("产生时间")
    ends_at = models.DateTimeField("失效时间", null=True)

    class Meta:
        """One current secret for each endpoint."""

        db_table = "webhooks_secret"
        verbose_name = verbose_name_plural = "推送签名密钥"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["endpoint", "number"], name="webhooks_secret_once"),
            models.UniqueConstraint(
                fields=["endpoint"], condition=Q(ends_at__isnull=True), name="webhooks_secret_live"
            ),
        ]

    def __str__(self) -> str:
        """Show the number only."""
        return f"#{self.number}"


class Delivery(models.Model):
    """One message to one endpoint (推送消息); `next_attempt_at` null means: due at once."""

    id = models.BigAutoField(primary_key=True)
    endpoint = models.ForeignKey(
        Endpoint, models.PROTECT, verbose_name="订阅", related_name="+", db_index=False
    )
    position = models.BigIntegerField("序号")
    message_id = models.TextField("消息编号")
    topic = models.TextField("主题")
    key = models.TextField("对象")
    body = models.TextField("内容")
    state = models.SmallIntegerField("状态")
    created_at = models.DateTimeField("产生时间")
    attempts = models.IntegerField("已试次数", db_default=0, default=0)
    next_attempt_at = models.DateTimeField("下次推送时间", null=True)
    failed_since = models.DateTimeField("首次失败时间", null=True)
    last_failure = models.TextField("最近错误", db_default="", default="")
    settled_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        """The queue is read in order for each endpoint; few rows wait for a later moment."""

        db_table = "webhooks_delivery"
        verbose_name = verbose_name_plural = "推送消息"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["endpoint", "position"], condition=Q(state=1), name="webhooks_waiting"
            ),
            models.Index(
                fields=["endpoint", "next_attempt_at"],
                condition=Q(state=1, next_attempt_at__isnull=False),
                name="webhooks_later",
            ),
            models.Index(
                fields=["endpoint", "id"], condition=Q(state=3), name="webhooks_set_aside"
            ),
            models.Index(
                fields=["settled_at"], condition=Q(state__in=[2, 4]), name="webhooks_settled"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["endpoint", "position"], name="webhooks_position"),
            models.UniqueConstraint(fields=["endpoint", "message_id"], name="webhooks_once"),
            models.CheckConstraint(
                condition=Q(state=1, settled_at__isnull=True)
                | Q(state__in=[2, 3, 4], settled_at__isnull=False),
                name="webhooks_state",
            ),
        ]

    def __str__(self) -> str:
        """Show the message's id."""
        return str(self.message_id)
