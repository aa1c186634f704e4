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


class Pair:
    """The policy before and after the changes, over one vocabulary."""

    def __init__(self, before: PolicyBook, after: PolicyBook) -> None:
        """Make both ready; changes never add words, so both count the words alike."""
        self.before = BatchPolicy([before])
        self.after = BatchPolicy([after])
        self.comparison = Comparison(
            Words(
                vocabulary=self.before.vocabulary,
                kinds=[int(kind) for kind in CareKind],
                faults={
                    number: FaultWords(found.code, found.zh, found.en, number >= FIRST_REFUSAL)
                    for number, found in BATCH_FAULTS.items()
                },
            )
        )

    def undecided_keys(self, keys: list[str]) -> list[str]:
        """Return which of some parameters decided nothing of what was computed so far."""
        asked = self.before.asked_keys | self.after.asked_keys
        return [key for key in dict.fromkeys(keys) if key not in asked]
