"""Tables of institutions (机构的数据表)."""

from __future__ import annotations

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first version."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Institution",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=12, primary_key=True, serialize=False, verbose_name="机构编号"
                    ),
                ),
                ("metro", models.TextField(verbose_name="都市圈")),
                ("title_zh", models.TextField(verbose_name="名称")),
                ("title_en", models.TextField(verbose_name="英文名称")),
                ("kind", models.TextField(verbose_name="类别")),
                ("hosp_lv", models.TextField(db_default="", verbose_name="医院等级")),
                ("tier", models.TextField(verbose_name="待遇等级")),
                ("city", models.TextField(verbose_name="城市")),
                ("district", models.TextField(verbose_name="区县")),
                ("pool", models.TextField(verbose_name="统筹区")),
                ("ownership", models.TextField(verbose_name="办别")),
                ("direct_settlement", models.BooleanField(verbose_name="可直接结算")),
                ("core", models.TextField(verbose_name="核心系统")),
                ("status", models.TextField(verbose_name="资料状态")),
                ("listed", models.BooleanField(db_default=True, default=True, verbose_name="在册")),
            ],
            options={
                "verbose_name": "定点医药机构",
                "verbose_name_plural": "定点医药机构",
                "db_table": "institutions_institution",
                "indexes": [models.Index(fields=["metro", "city"], name="institutions_city")],
            },
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("access_key", models.TextField(verbose_name="访问标识")),
                ("secret_sealed", models.BinaryField(max_length=256, verbose_name="密钥（密文）")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="签发时间",
                    ),
                ),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="停用时间")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credentials",
                        to="institutions.institution",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "接口凭证",
                "verbose_name_plural": "接口凭证",
                "db_table": "institutions_credential",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("access_key",), name="institutions_credential_key"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("institution",),
                        name="institutions_credential_live",
                    ),
                ],
            },
        ),
    ]
