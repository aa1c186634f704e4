"""Django's entry for designated institutions and their credentials (机构应用)."""

from __future__ import annotations

from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    """Registers the app under the label `institutions`."""

    name = "rongcheng.foundation.institutions"
    label = "institutions"
    verbose_name = "机构"
