"""What people wrote with a rating (评价意见密封): for whoever follows it up, nobody else."""

from __future__ import annotations

from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.sealed_columns import SealedColumn


def seal_text(case_id: int, text: str) -> bytes:
    """Return what was written, sealed for its case; nothing for no words."""
    return get_suite().seal(text.encode(), _context(case_id)) if text else b""


def open_text(case_id: int, sealed: bytes) -> str:
    """Return what was written; raises SealBroken."""
    return get_suite().open(sealed, _context(case_id)).decode() if sealed else ""


def _context(case_id: int) -> bytes:
    return f"government.Rating.text:{case_id}".encode()


RATING_TEXT = SealedColumn("government.Rating", "text_sealed", ("case_id",), _context)
"""What lies sealed in this part of the room, for the day on which keys rotate."""
