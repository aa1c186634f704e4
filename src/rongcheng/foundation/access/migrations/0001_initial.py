"""Table of access records (访问记录的数据表), append-only."""

from __future__ import annotations

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.functions.datetime
from django.db import migrations, models

_SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    """The first version."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AccessRecord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="时间"
                    ),
                ),
                ("actor_kind", models.TextField(verbose_name="查看者类别")),
                ("actor_id", models.TextField(verbose_name="查看者编号")),
                ("actor_label", models.TextField(verbose_name="查看者名称")),
                ("acting_for", models.UUIDField(null=True, verbose_name="代谁查看")),
                ("application", models.TextField(verbose_name="应用")),
                ("purpose", models.TextField(verbose_name="目的")),
                (
                    "persons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None, verbose_name="被查看居民"
                    ),
                ),
                (
                    "data_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        db_default=[],
                        size=None,
                        verbose_name="数据种类",
                    ),
                ),
                ("request_id", models.TextField(db_default="", verbose_name="请求编号")),
            ],
            options={
                "verbose_name": "访问记录",
                "verbose_name_plural": "访问记录",
                "db_table": "access_record",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["persons"], name="access_record_persons"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("persons__len__gt", 0)),
                        name="access_record_names_somebody",
                    )
                ],
            },
        ),
        migrations.RunSQL((_SQL / "0001_append_only.sql").read_text(encoding="utf-8")),
    ]
