"""Sealed forms (表单密封): what a person wrote can be read through this room only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.sealed_columns import SealedColumn


def seal_draft(number: str, answers: Mapping[str, object]) -> bytes:
    """Return a draft's answers sealed for one case; nothing for no answers."""
    return get_suite().seal(_bytes(answers), _draft(number)) if answers else b""


def open_draft(number: str, sealed: bytes) -> dict[str, Any]:
    """Return a draft's answers; raises SealBroken."""
    return _answers(get_suite().open(sealed, _draft(number))) if sealed else {}


def seal_answers(case_id: int, seq: int, answers: Mapping[str, object]) -> bytes:
    """Return answers as they were handed in with a step, sealed for that step."""
    return get_suite().seal(_bytes(answers), _handed_in(case_id, seq))


def open_answers(case_id: int, seq: int, sealed: bytes) -> dict[str, Any]:
    """Return the answers of a step; raises SealBroken."""
    return _answers(get_suite().open(sealed, _handed_in(case_id, seq)))


def _bytes(answers: Mapping[str, object]) -> bytes:
    return json.dumps(dict(answers), ensure_ascii=False, sort_keys=True).encode()


def _answers(opened: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(opened)
    return found


def _draft(number: str) -> bytes:
    return f"cases.Case.draft:{number}".encode()


def _handed_in(case_id: int, seq: int) -> bytes:
    return f"cases.CaseAnswers:{case_id}.{seq}".encode()


SEALED = (
    SealedColumn("cases.Case", "draft_sealed", ("number",), _draft),
    SealedColumn("cases.CaseAnswers", "answers_sealed", ("case_id", "seq"), _handed_in),
)
"""What lies sealed in this room, for the day on which keys rotate."""
