"""Django's entry for cases (办件应用)."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers the app under the label `cases`."""

    name = "rongcheng.foundation.cases"
    label = "cases"
    verbose_name = "办件"
