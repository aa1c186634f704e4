"""Django's entry for cases (办件应用)."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.foundation.cases.address_sealing import SEALED_ADDRESS
from rongcheng.foundation.cases.letter_sealing import SEALED_LETTER
from rongcheng.foundation.cases.sealing import SEALED
from rongcheng.kernel.sealed_columns import register_sealed


class CasesConfig(AppConfig):
    """Registers the app under the label `cases`, and what lies sealed in it."""

    name = "rongcheng.foundation.cases"
    label = "cases"
    verbose_name = "办件"

    def ready(self) -> None:
        """Name the sealed columns for the rotation of keys."""
        register_sealed(*SEALED, SEALED_LETTER, SEALED_ADDRESS)
