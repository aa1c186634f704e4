"""Published policy (已发布政策): editions that never change, and the one in use per metro area.

An edition is an archive: a decision names its hash, and years later the same body explains it. The
database refuses to change or delete one, and refuses a body that is not the one of its hash.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models


class BodyHash(models.Func):
    """SHA-256 of a text in UTF-8, as hexadecimal digits, by the database itself."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    arity = 1
    output_field: ClassVar[models.Field[str, str]] = models.TextField()


class PolicyEdition(models.Model):
    """One published state of a metro area's policy; `body` is canonical JSON (see `pack`)."""

    hash = models.CharField("版本", primary_key=True, max_length=64)
    metro = models.CharField("都市圈", max_length=64, db_index=True)
    body = models.TextField("内容")
    published_at = models.DateTimeField("发布时间")
    published_by = models.CharField("发布人", max_length=200)

    class Meta:
        """Newest first; the two guards of the archive."""

        verbose_name = verbose_name_plural = "政策版本"
        ordering: ClassVar[list[str]] = ["-published_at", "hash"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="policy_edition_hash_is_of_body",
                condition=models.Q(hash=BodyHash("body")),
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(
                name="policy_edition_immutable",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self) -> str:
        """Show metro area and the start of the hash."""
        return f"{self.metro} {self.hash[:12]}"


class CurrentEdition(models.Model):
    """Which edition a metro area uses now; the only row that publishing changes."""

    metro = models.CharField("都市圈", primary_key=True, max_length=64)
    edition = models.ForeignKey(
        PolicyEdition, on_delete=models.PROTECT, verbose_name="版本", related_name="+"
    )

    class Meta:
        """Names for people."""

        verbose_name = verbose_name_plural = "现行政策版本"

    def __str__(self) -> str:
        """Show metro area and edition."""
        return f"{self.metro} → {self.edition_id[:12]}"
