"""Django application of the policy floor (政策手册)."""

from __future__ import annotations

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Stores published editions and answers from them."""

    name = "rongcheng.policy"
    label = "policy"
    verbose_name = "政策手册"
