"""Django's entry for designated institutions and their credentials (机构应用)."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.kernel.sealed_columns import register_sealed


class InstitutionsConfig(AppConfig):
    """Registers the app under the label `institutions`."""

    name = "rongcheng.foundation.institutions"
    label = "institutions"
    verbose_name = "机构"

    def ready(self) -> None:
        """Name what lies sealed here, so that it follows a rotation of keys."""
        # Models load only now, so this import cannot stand at the top.
        from rongcheng.foundation.institutions.credentials import SECRETS

        register_sealed(SECRETS)
