"""Storage of what was handed in (附件): one row for each file and what it belongs to.

A row only ever ends. It is removed once, its envelope is emptied a day later, and with it nobody
opens the file any more; everything else a trigger refuses. Kept in clear are type, size, times and
whom it belongs to; name, SHA-256 and key lie in the envelope.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

_ONLY_ENDS = """
IF TG_OP = 'UPDATE'
   AND to_jsonb(NEW) - 'envelope_sealed' = to_jsonb(OLD) - 'envelope_sealed'
   AND octet_length(NEW.envelope_sealed) = octet_length(OLD.envelope_sealed)
   AND substring(NEW.envelope_sealed FROM 1 FOR 1) = substring(OLD.envelope_sealed FROM 1 FOR 1)
   AND substring(NEW.envelope_sealed FROM 2 FOR 2) > substring(OLD.envelope_sealed FROM 2 FOR 2)
THEN
    RETURN NEW;
END IF;
IF TG_OP = 'UPDATE' AND OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL
   AND to_jsonb(NEW) - 'removed_at' - 'removed_by' = to_jsonb(OLD) - 'removed_at' - 'removed_by'
THEN
    RETURN NEW;
END IF;
IF TG_OP = 'UPDATE' AND OLD.removed_at IS NOT NULL AND octet_length(NEW.envelope_sealed) = 0
   AND to_jsonb(NEW) - 'envelope_sealed' = to_jsonb(OLD) - 'envelope_sealed'
THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
"""


class Attachment(models.Model):
    """A file that belongs to something (附件); `file_id` is its name in the storage."""

    id = models.UUIDField("编号", primary_key=True)
    file_id = models.UUIDField("文件编号")
    owner_kind = models.TextField("归属类别")
    owner_key = models.TextField("归属编号")
    part = models.TextField("用于", db_default="")
    person_id = models.UUIDField("居民", null=True)
    envelope_sealed = models.BinaryField("密钥、摘要和文件名（密文）", max_length=1024)
    fingerprint = models.BinaryField("内容指纹", max_length=32)
    media_type = models.TextField("类型")
    size = models.BigIntegerField("字节数")
    by = models.TextField("经手人")
    stored_at = models.DateTimeField("收到时间")
    removed_at = models.DateTimeField("撤下时间", null=True)
    removed_by = models.TextField("撤下人", db_default="", default="")

    class Meta:
        """The same content for the same part of the same thing is one file, however often sent."""

        db_table = "attachments_attachment"
        verbose_name = verbose_name_plural = "附件"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["file_id"], name="attachments_file"),
            models.Index(
                fields=["removed_at"],
                condition=Q(removed_at__isnull=False) & ~Q(envelope_sealed=b""),
                name="attachments_removed",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner_key", "part", "fingerprint"],
                condition=Q(removed_at__isnull=True),
                name="attachments_once",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachments_size"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by="")
                | (Q(removed_at__isnull=False) & ~Q(removed_by="")),
                name="attachments_removed_by",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=False) | ~Q(envelope_sealed=b""),
                name="attachments_can_open",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Trigger(
                name="attachment_only_ends",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_ONLY_ENDS,
            )
        ]

    def __str__(self) -> str:
        """Show the id; a name may say whose it is."""
        return str(self.pk)
