"""Django's entry for webhooks (推送应用)."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.kernel.sealed_columns import register_sealed


class WebhooksConfig(AppConfig):
    """Registers the app under the label `webhooks`, and what lies sealed here."""

    name = "rongcheng.foundation.webhooks"
    label = "webhooks"
    verbose_name = "推送"

    def ready(self) -> None:
        """Name the sealed column, so that it follows a rotation of keys."""
        # Models load only now, so this import cannot stand at the top.
        from rongcheng.foundation.webhooks.signing_secrets import SECRETS

        register_sealed(SECRETS)
