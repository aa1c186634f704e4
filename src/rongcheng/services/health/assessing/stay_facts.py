"""What a settlement needs to know of a stay (住院结算事实), as the stay's record has it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class StayFacts(NamedTuple):
    """A stay at the moment of its settlement.

    `birth` is "", "natural" or "caesarean", `fetts` which pregnancy (0: not stated).
    `deductible_taken_fen` is what standing interim settlements of this stay took already.
    """

    begun_on: date
    ended_on: date | None
    interim: bool
    emergency: bool
    birth: str
    fetts: int
    first_settlement: bool
    deductible_taken_fen: int
