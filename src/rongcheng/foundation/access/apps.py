"""Django's entry for who looked at whose data (访问记录应用)."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Registers the app under the label `access`."""

    name = "rongcheng.foundation.access"
    label = "access"
    verbose_name = "访问记录"
