"""Storage of the one code (融城码): issuer keys, phones and cards, credentials, uses, status lists.

A key, carrier or credential only ever ends: triggers refuse every other change, and deletion. The
issuer's private keys lie sealed; no row holds an ID number; a credential's text names nobody.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rongcheng.foundation.code.filters import OfCarrierQuerySet, OfHolderQuerySet, UseQuerySet


class IssuerKey(models.Model):
    """A key with which a metro area signs (签发密钥), made once and followed by the next."""

    id = models.BigAutoField(primary_key=True)
    metro = models.TextField("都市圈")
    number = models.IntegerField("序号")
    key_id = models.BinaryField("密钥编号", max_length=8)
    point = models.BinaryField("公钥", max_length=65)
    private_sealed = models.BinaryField("私钥（密文）", max_length=128)
    signs_from = models.DateTimeField("开始签发")
    signs_until = models.DateTimeField("停止签发")
    withdrawn_at = models.DateTimeField("作废时间", null=True)

    class Meta:
        """One key for each metro area and number."""

        db_table = "code_issuer_key"
        verbose_name = verbose_name_plural = "签发密钥"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["metro", "number"], name="code_issuer_key_once"),
            models.UniqueConstraint(fields=["key_id"], name="code_issuer_key_id"),
            models.CheckConstraint(
                condition=Q(signs_from__lt=models.F("signs_until")), name="code_issuer_key_time"
            ),
        ]

    def __str__(self) -> str:
        """Show metro area and number; no key."""
        return f"{self.metro} {self.number}"


class KeyHold(models.Model):
    """Until when something that another room had signed needs a key (密钥保留): it stays published.

    Moments are rounded up to years, so that many signatures at once rarely touch the row.
    """

    key = models.OneToOneField(
        IssuerKey, models.PROTECT, primary_key=True, verbose_name="签发密钥", related_name="hold"
    )
    until = models.DateTimeField("保留到")

    class Meta:
        """One row for each key that is needed beyond its codes."""

        db_table = "code_key_hold"
        verbose_name = verbose_name_plural = "密钥保留"

    def __str__(self) -> str:
        """Show the day only."""
        return f"{self.until:%Y-%m-%d}"


class Carrier(models.Model):
    """What a resident carries her code on (载体): a phone with a key of its own, or a card.

    Its id is also its place in the status lists.
    """

    id = models.BigAutoField(primary_key=True)
    person_id = models.UUIDField("居民")
    metro = models.TextField("都市圈")
    city = models.TextField("城市")
    kind = models.SmallIntegerField("类别")
    label = models.TextField("名称", db_default="")
    point = models.BinaryField("手机公钥", max_length=65, null=True)
    registered_at = models.DateTimeField("绑定时间")
    revoked_at = models.DateTimeField("停用时间", null=True)
    revoked_reason = models.TextField("停用原因", db_default="")

    objects = OfHolderQuerySet.as_manager()

    class Meta:
        """A phone's key is bound once and never again; a resident has one card in use at most."""

        db_table = "code_carrier"
        verbose_name = verbose_name_plural = "融城码载体"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id"], name="code_carrier_person"),
            models.Index(
                fields=["metro"], condition=Q(revoked_at__isnull=False), name="code_carrier_revoked"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["point"], name="code_carrier_key"),
            models.UniqueConstraint(
                fields=["person_id"],
                condition=Q(kind=2, revoked_at__isnull=True),
                name="code_carrier_one_card",
            ),
            models.CheckConstraint(
                condition=Q(kind=1, point__isnull=False) | Q(kind=2, point__isnull=True),
                name="code_carrier_fits",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_reason="")),
                name="code_carrier_revoked_why",
            ),
        ]

    def __str__(self) -> str:
        """Show the id only."""
        return f"#{self.pk}"


class Credential(models.Model):
    """A signed credential (凭证) of one phone or card; renewal ends it and makes the next."""

    id = models.BigAutoField(primary_key=True)
    carrier = models.ForeignKey(
        Carrier, models.PROTECT, verbose_name="载体", related_name="credentials"
    )
    key = models.ForeignKey(
        IssuerKey, models.PROTECT, verbose_name="签发密钥", related_name="+", db_index=False
    )
    handle = models.TextField("化名")
    credential_id = models.BinaryField("凭证编号", max_length=8)
    signed = models.BinaryField("已签凭证", max_length=512)
    issued_at = models.DateTimeField("签发时间")
    expires_at = models.DateTimeField("到期时间")
    uses = models.IntegerField("可用次数", db_default=0, default=0)
    ended_at = models.DateTimeField("被替换时间", null=True)

    objects = OfCarrierQuerySet.as_manager()

    class Meta:
        """One current credential for each phone or card."""

        db_table = "code_credential"
        verbose_name = verbose_name_plural = "融城码凭证"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["key", "-expires_at"], name="code_credential_key_end")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["handle"], name="code_credential_handle"),
            models.UniqueConstraint(fields=["credential_id"], name="code_credential_cti"),
            models.UniqueConstraint(
                fields=["carrier"],
                condition=Q(ended_at__isnull=True),
                name="code_credential_current",
            ),
        ]

    def __str__(self) -> str:
        """Show the id only."""
        return f"#{self.pk}"


class Use(models.Model):
    """A code verified online (联网核验), kept so that no proof and no card's use counts twice.

    A phone's use is named by its proof; a card's by its number, counted from 1.
    """

    id = models.BigAutoField(primary_key=True)
    credential = models.ForeignKey(
        Credential, models.PROTECT, verbose_name="凭证", related_name="used"
    )
    institution = models.TextField("机构")
    purpose = models.SmallIntegerField("用途")
    used_at = models.DateTimeField("核验时间")
    proof_at = models.BigIntegerField("证明时间", db_default=0)
    number = models.BigIntegerField("证明序号或次数")
    request_id = models.TextField("请求编号")
    code_hash = models.BinaryField("码的摘要", max_length=32)

    objects = UseQuerySet.as_manager()

    class Meta:
        """The first constraint refuses a replay, the second makes a retry safe."""

        db_table = "code_use"
        verbose_name = verbose_name_plural = "融城码使用"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["credential", "proof_at", "number"], name="code_use_proof"
            ),
            models.UniqueConstraint(fields=["institution", "request_id"], name="code_use_request"),
        ]

    def __str__(self) -> str:
        """Show where and for what."""
        return f"{self.institution} {self.purpose}"


class PublishedStatusList(models.Model):
    """The signed status list of one number as everyone may fetch it (已发布的状态清单)."""

    id = models.BigAutoField(primary_key=True)
    metro = models.TextField("都市圈")
    number = models.IntegerField("序号")
    issued_at = models.DateTimeField("签发时间")
    expires_at = models.DateTimeField("失效时间")
    signed = models.BinaryField("已签清单", max_length=40_000)

    class Meta:
        """One list for each metro area and number; the job writes it anew."""

        db_table = "code_status_list"
        verbose_name = verbose_name_plural = "状态清单"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["metro", "number"], name="code_status_list_once")
        ]

    def __str__(self) -> str:
        """Show metro area and number."""
        return f"{self.metro} {self.number}"
