"""Django's entry for the ledger (总账应用)."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers the ledger under the label `ledger`."""

    name = "rongcheng.foundation.ledger"
    label = "ledger"
    verbose_name = "总账"
