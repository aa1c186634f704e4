"""Storage of e-certificates (电子证照): what was issued stays as it was, and may end once.

What stands on a certificate lies sealed, as the credential that the metro area signed; in clear are
its number, kind, dates, city and what it rests on. Triggers refuse every change but its end.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rongcheng.foundation.certificates.filters import CertificateQuerySet

ENDED_WORDS = ("revoked", "replaced")


class Certificate(models.Model):
    """An e-certificate (电子证照). Its id is also its place in the status lists."""

    id = models.BigAutoField(primary_key=True)
    number = models.TextField("证照编号")
    metro = models.TextField("都市圈")
    city = models.TextField("发证城市")
    department = models.TextField("发证部门", db_default="", default="")
    kind = models.TextField("种类")
    single = models.BooleanField("一人一张")
    person_id = models.UUIDField("持证人")
    basis = models.TextField("依据的办件")
    credential_sealed = models.BinaryField("凭证（密文）", max_length=60_000)
    issued_at = models.DateTimeField("签发时间")
    valid_from = models.DateField("有效期起")
    valid_until = models.DateField("有效期止", null=True)
    ended_at = models.DateTimeField("停用时间", null=True)
    ended_kind = models.TextField("停用方式", db_default="", default="")
    ended_reason = models.TextField("停用原因", db_default="", default="")
    ended_by = models.TextField("停用人", db_default="", default="")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        """Once for each kind and basis; of a single kind a person has one that has not ended."""

        db_table = "certificates_certificate"
        verbose_name = verbose_name_plural = "电子证照"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id", "-issued_at"], name="certificates_person"),
            models.Index(fields=["metro", "city", "-id"], name="certificates_city"),
            models.Index(
                fields=["metro", "city", "department", "-id"], name="certificates_department"
            ),
            models.Index(
                fields=["metro", "id"], condition=Q(ended_at__isnull=False), name="certificates_end"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["number"], name="certificates_number"),
            models.UniqueConstraint(fields=["metro", "basis", "kind"], name="certificates_once"),
            models.UniqueConstraint(
                fields=["person_id", "metro", "kind"],
                condition=Q(single=True, ended_at__isnull=True),
                name="certificates_single",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="certificates_days",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_kind="", ended_reason="", ended_by="")
                | (
                    Q(ended_at__isnull=False, ended_kind__in=ENDED_WORDS)
                    & ~Q(ended_reason="")
                    & ~Q(ended_by="")
                ),
                name="certificates_ended_why",
            ),
        ]

    def __str__(self) -> str:
        """Show the number."""
        return self.number
