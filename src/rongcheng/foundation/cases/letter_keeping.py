"""Letters as they were sent (文书存档): sealed with the case, one for each step at most."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from rongcheng.foundation.cases.desk_models import CaseLetter
from rongcheng.foundation.cases.letter_sealing import open_content, seal_content
from rongcheng.foundation.cases.models import Case, CaseStep
from rongcheng.web.actor import Actor


class KeptLetter(NamedTuple):
    """A letter that was sent (已发文书): with which step, of what kind, when, from which city."""

    seq: int
    kind: str
    at: datetime
    city: str


def keep_letter(case: Case, step: CaseStep, kind: str, content: Mapping[str, Any]) -> None:
    """Keep a letter that goes out with a step, sealed; the caller holds the case."""
    CaseLetter.objects.create(
        case=case,
        seq=step.seq,
        kind=kind,
        at=step.at,
        city=case.decider_city or case.intake_city,
        content_sealed=seal_content(case.id, step.seq, content),
    )


def letters_of(actor: Actor, case: Case) -> list[KeptLetter]:
    """Return what was sent about a case to whoever sees the case, in order."""
    rows = CaseLetter.objects.visible_to(actor).filter(case=case).order_by("seq")
    return [KeptLetter(row.seq, row.kind, row.at, row.city) for row in rows]


def open_letter(actor: Actor, case: Case, seq: int) -> tuple[KeptLetter, dict[str, Any]] | None:
    """Return a letter with its content; None for one that is not there.

    Personal data in clear: leave an access record. Raises SealBroken.
    """
    row = CaseLetter.objects.visible_to(actor).filter(case=case, seq=seq).first()
    if row is None:
        return None
    content = open_content(case.id, seq, bytes(row.content_sealed))
    return KeptLetter(row.seq, row.kind, row.at, row.city), content
