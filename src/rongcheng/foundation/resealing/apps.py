"""Django's entry for re-sealing (换钥重封应用)."""

from __future__ import annotations

from django.apps import AppConfig


class ResealingConfig(AppConfig):
    """Registers the app under the label `resealing`."""

    name = "rongcheng.foundation.resealing"
    label = "resealing"
    verbose_name = "换钥重封"
