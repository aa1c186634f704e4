"""Registers attachments (附件): the download, and what lies sealed here."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.foundation.attachments.envelopes import ENVELOPES
from rongcheng.kernel.sealed_columns import register_sealed
from rongcheng.web.registry import Service, register


class AttachmentsConfig(AppConfig):
    """Attachments (附件): papers that people hand in, sealed while they arrive."""

    name = "rongcheng.foundation.attachments"
    label = "attachments"
    verbose_name = "附件"

    def ready(self) -> None:
        """Name the sealed column and the address of downloads."""
        register_sealed(ENVELOPES)
        register(
            Service(
                name="attachments",
                title={"zh": "附件", "en": "Attachments"},
                urls="rongcheng.foundation.attachments.urls",
            )
        )
