"""Django's entry for attachments (附件应用)."""

from __future__ import annotations

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """Registers the app under the label `attachments`."""

    name = "rongcheng.foundation.attachments"
    label = "attachments"
    verbose_name = "附件"
