"""Storage of designated institutions (定点医药机构) and of their machine credentials (接口凭证).

Institutions are public and come from the published policy; credentials lie sealed.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Institution(models.Model):
    """A hospital, community centre, clinic or pharmacy that settles directly (定点医药机构)."""

    code = models.CharField("机构编号", max_length=12, primary_key=True)
    metro = models.TextField("都市圈")
    title_zh = models.TextField("名称")
    title_en = models.TextField("英文名称")
    kind = models.TextField("类别")
    hosp_lv = models.TextField("医院等级", db_default="")
    tier = models.TextField("待遇等级")
    city = models.TextField("城市")
    district = models.TextField("区县")
    pool = models.TextField("统筹区")
    ownership = models.TextField("办别")
    direct_settlement = models.BooleanField("可直接结算")
    core = models.TextField("核心系统")
    status = models.TextField("资料状态")
    listed = models.BooleanField("在册", db_default=True, default=True)

    class Meta:
        """`listed` is false once a later publication of the pack leaves the institution out."""

        db_table = "institutions_institution"
        verbose_name = verbose_name_plural = "定点医药机构"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["metro", "city"], name="institutions_city")
        ]

    def __str__(self) -> str:
        """Show name and code."""
        return f"{self.title_zh} {self.code}"


class Credential(models.Model):
    """A key pair with which an institution's system signs its calls (接口凭证)."""

    id = models.BigAutoField(primary_key=True)
    access_key = models.TextField("访问标识")
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name="机构", related_name="credentials"
    )
    secret_sealed = models.BinaryField("密钥（密文）", max_length=256)
    created_at = models.DateTimeField("签发时间", db_default=Now())
    revoked_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        """At most one live credential for each institution."""

        db_table = "institutions_credential"
        verbose_name = verbose_name_plural = "接口凭证"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["access_key"], name="institutions_credential_key"),
            models.UniqueConstraint(
                fields=["institution"],
                condition=Q(revoked_at__isnull=True),
                name="institutions_credential_live",
            ),
        ]

    def __str__(self) -> str:
        """Show the access key; the secret is never shown."""
        return self.access_key
