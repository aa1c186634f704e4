"""The archive of published policy, unchangeable, and what is current (政策版本)."""

# ruff: noqa: E501 — the trigger is written by the migration tool, checksum included.

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import rongcheng.policy.models
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PolicyEdition",
            fields=[
                (
                    "hash",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="版本"
                    ),
                ),
                ("metro", models.CharField(db_index=True, max_length=64, verbose_name="都市圈")),
                ("body", models.TextField(verbose_name="内容")),
                ("published_at", models.DateTimeField(verbose_name="发布时间")),
                ("published_by", models.CharField(max_length=200, verbose_name="发布人")),
            ],
            options={
                "verbose_name": "政策版本",
                "verbose_name_plural": "政策版本",
                "ordering": ["-published_at", "hash"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hash", rongcheng.policy.models.BodyHash("body"))),
                        name="policy_edition_hash_is_of_body",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CurrentEdition",
            fields=[
                (
                    "metro",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="都市圈"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policy.policyedition",
                        verbose_name="版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "现行政策版本",
                "verbose_name_plural": "现行政策版本",
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policyedition",
            trigger=pgtrigger.compiler.Trigger(
                name="policy_edition_immutable",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7ba0eb3d489f24f7fff107c9d69e3422c122f76c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_policy_edition_immutable_be19d",
                    table="policy_policyedition",
                    when="BEFORE",
                ),
            ),
        ),
    ]
