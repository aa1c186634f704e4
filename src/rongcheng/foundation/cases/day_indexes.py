"""Indexes by which passing days are found (到期索引): each holds only what may still come due.

A job of passing days reads the head of one of them, whatever number of cases lies behind it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

DAY_INDEXES = (
    models.Index(
        fields=["check_due_on", "id"],
        condition=Q(is_open=True, check_due_on__isnull=False),
        name="cases_case_check",
    ),
    models.Index(
        fields=["supplement_due_on", "id"],
        condition=Q(is_open=True, supplement_due_on__isnull=False),
        name="cases_case_supplement",
    ),
    models.Index(
        fields=["decided_on", "id"],
        condition=Q(is_open=True, granted=True, delivery="certificate"),
        name="cases_case_instant",
    ),
    models.Index(
        fields=["due_on", "id"],
        condition=Q(is_open=True, due_provisional=True),
        name="cases_case_provisional",
    ),
)
"""By day of checking, of a supplement, by e-certificate, and in years not announced."""
