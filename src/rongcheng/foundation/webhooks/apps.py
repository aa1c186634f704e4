"""Django's entry for webhooks (推送应用)."""

from __future__ import annotations

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Registers the app under the label `webhooks`."""

    name = "rongcheng.foundation.webhooks"
    label = "webhooks"
    verbose_name = "推送"
