"""Django's entry for e-certificates (电子证照应用)."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.kernel.sealed_columns import register_sealed


class CertificatesConfig(AppConfig):
    """E-certificates (电子证照): what a decided case leaves in the resident's hand."""

    name = "rongcheng.foundation.certificates"
    label = "certificates"
    verbose_name = "电子证照"

    def ready(self) -> None:
        """Name what lies sealed here."""
        # Models load only now, so this import cannot stand at the top.
        from rongcheng.foundation.certificates.sealing import CREDENTIALS

        register_sealed(CREDENTIALS)
