"""Sealed letters (文书密封): what was sent can be read through this room only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.sealed_columns import SealedColumn


def seal_content(case_id: int, seq: int, content: Mapping[str, Any]) -> bytes:
    """Return a letter's content sealed for the step that it goes with."""
    text = json.dumps(dict(content), ensure_ascii=False, sort_keys=True).encode()
    return get_suite().seal(text, _context(case_id, seq))


def open_content(case_id: int, seq: int, sealed: bytes) -> dict[str, Any]:
    """Return a letter's content; raises SealBroken."""
    found: dict[str, Any] = json.loads(get_suite().open(sealed, _context(case_id, seq)))
    return found


def _context(case_id: int, seq: int) -> bytes:
    return f"cases.CaseLetter:{case_id}.{seq}".encode()


SEALED_LETTER = SealedColumn("cases.CaseLetter", "content_sealed", ("case_id", "seq"), _context)
"""What lies sealed here, for the day on which keys rotate."""
