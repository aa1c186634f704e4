"""Django's entry for events, notices and their delivery (发件箱应用)."""

from __future__ import annotations

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Registers the app under the label `outbox`."""

    name = "rongcheng.foundation.outbox"
    label = "outbox"
    verbose_name = "发件箱"
