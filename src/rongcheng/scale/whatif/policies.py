"""Two editions ready to decide over columns (两套政策): the one that holds, and the draft."""

from __future__ import annotations

from rongcheng.policy.book import PolicyBook
from rongcheng.scale.whatif.comparing import Comparison, FaultWords, Words
from rongcheng.services.health.rules import (
    BATCH_FAULTS,
    FIRST_REFUSAL,
    BatchPolicy,
    CareKind,
)

PLAIN_ROWS = 5_000
"""Up to so many rows both policies decide in plain Python, by the same rules."""


class Pair:
    """The policy before and after the changes, over one vocabulary."""

    def __init__(self, before: PolicyBook, after: PolicyBook, *, rows: int) -> None:
        """Make both ready; changes never add words, so both count the words alike.

        `rows` says how many will come: a few are decided sooner than the rules are compiled.
        """
        compiled = rows > PLAIN_ROWS
        self.before = BatchPolicy([before], compiled=compiled)
        self.after = BatchPolicy([after], compiled=compiled)
        self.comparison = Comparison(
            Words(
                vocabulary=self.before.vocabulary,
                kinds=[int(kind) for kind in CareKind],
                faults={
                    number: FaultWords(found.code, found.zh, found.en, number >= FIRST_REFUSAL)
                    for number, found in BATCH_FAULTS.items()
                },
            ),
            compiled=compiled,
        )

    def undecided_keys(self, keys: list[str]) -> list[str]:
        """Return which of some parameters decided nothing of what was computed so far."""
        asked = self.before.asked_keys | self.after.asked_keys
        return [key for key in dict.fromkeys(keys) if key not in asked]
