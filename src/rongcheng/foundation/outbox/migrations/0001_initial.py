"""Tables of the outbox (发件箱的数据表)."""

from __future__ import annotations

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first version."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("person_id", models.UUIDField(verbose_name="居民")),
                ("key", models.TextField(verbose_name="幂等键")),
                ("title_key", models.TextField(verbose_name="文案键")),
                ("params", models.JSONField(db_default={}, verbose_name="文案参数")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="产生时间",
                    ),
                ),
                ("read_at", models.DateTimeField(null=True, verbose_name="阅读时间")),
            ],
            options={
                "verbose_name": "通知",
                "verbose_name_plural": "通知",
                "db_table": "outbox_notice",
                "indexes": [models.Index(fields=["person_id", "-id"], name="outbox_notice_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="outbox_notice_once"),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="outbox_notice_key"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("topic", models.TextField(verbose_name="主题")),
                ("key", models.TextField(verbose_name="对象")),
                ("payload", models.JSONField(db_default={}, verbose_name="内容")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="产生时间",
                    ),
                ),
                ("attempts", models.IntegerField(db_default=0, verbose_name="已试次数")),
                ("next_attempt_at", models.DateTimeField(null=True, verbose_name="下次投递时间")),
                ("last_error", models.TextField(db_default="", verbose_name="最近错误")),
                ("dead", models.BooleanField(db_default=False, verbose_name="停止投递")),
            ],
            options={
                "verbose_name": "事件",
                "verbose_name_plural": "事件",
                "db_table": "outbox_event",
                "indexes": [models.Index(fields=["topic", "key", "id"], name="outbox_event_line")],
            },
        ),
    ]
