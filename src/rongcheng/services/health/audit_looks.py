"""Whom settlements and decisions are about (涉及谁), for records of those who look at them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from rongcheng.foundation.access.public import record_access
from rongcheng.services.health.models import Settlement
from rongcheng.web.actor import SYSTEM


def persons_of_settlements(references: Collection[str]) -> list[UUID]:
    """Return whose settlements these are, each person once; numbers of others are left out."""
    rows = Settlement.objects.filter(setl_id__in=references).values_list("person_id", flat=True)
    return sorted(set(rows))


def record_compared(persons: Collection[UUID]) -> None:
    """Record whose settlements the job of policy comparison opens (政策测算), one portion each.

    Nobody sees them: what it keeps names no person. It read them all the same.
    """
    record_access(
        actor=SYSTEM,
        application="job",
        purpose="comparison",
        persons=persons,
        data_kinds=["settlement", "insurance"],
    )


def record_differing(references: Collection[str]) -> None:
    """Record whose settlements came out otherwise when all were decided again (全部复核).

    Those alone are printed, step by step; of all others nothing leaves the machine's memory.
    """
    record_access(
        actor=SYSTEM,
        application="cli",
        purpose="audit",
        persons=persons_of_settlements(references),
        data_kinds=["settlement"],
    )


def record_explained(decision_id: str) -> None:
    """Record that somebody at the command line had a decision explained (命令行核查)."""
    rows = Settlement.objects.filter(decision_id=decision_id).values_list("person_id", flat=True)
    record_access(
        actor=SYSTEM,
        application="cli",
        purpose="audit",
        persons=list(rows),
        data_kinds=["settlement", "insurance"],
    )
