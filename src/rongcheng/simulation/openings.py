"""Opening balances of invented people (期初余额): posted once, by keys of their own."""

from __future__ import annotations

from datetime import datetime

from rongcheng.foundation.ledger.public import PostingLine, post_entry
from rongcheng.kernel.clock import SHANGHAI

OPENING = datetime(2024, 1, 1, tzinfo=SHANGHAI)


def open_personal_account(metro: str, pool: str, psn_no: str, code: str, amount_fen: int) -> None:
    """Credit a personal account (`account`) or family aid (`aid`), once; nothing for nothing."""
    if not amount_fen:
        return
    post_entry(
        key=f"demo:{code}:{psn_no}",
        metro=metro,
        kind="demo.opening",
        reference=psn_no,
        occurred_at=OPENING,
        postings=[
            PostingLine(f"{code}:{psn_no}", amount_fen),
            PostingLine(f"opening:{pool}", -amount_fen),
        ],
    )
