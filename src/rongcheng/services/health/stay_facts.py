"""What a settlement must know of the stay it settles (住院事实), beside lines and person."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class StayFacts(NamedTuple):
    """The stay as its settlement sees it: days, birth, and what it has already paid toward.

    `birth` is "", "natural" or "caesarean"; `fetts` says which pregnancy (胎次), 0 if none was
    told; `deductible_taken_fen` is what earlier standing interim settlements of this stay took.
    """

    begun_on: date
    ended_on: date | None
    interim: bool
    emergency: bool
    birth: str
    fetts: int
    first_settlement: bool
    deductible_taken_fen: int
