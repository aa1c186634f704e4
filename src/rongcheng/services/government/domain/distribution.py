"""Who gets the next case (公平分办): the fewest open weighted cases, then the longest wait.

The rule is deterministic: the same colleagues in whatever order give the same answer, so that
anybody can check why a case came to her. Whoever is away gets none.

Source: project reading; no document prescribes how an authority divides its work.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Hand(NamedTuple):
    """An officer who may get a case, as she stands now.

    `load` is the sum of the weights of her open cases; `last_given` a number that grows with the
    moment at which she last got one, 0 if never.
    """

    officer: str
    load: int
    last_given: int
    away: bool = False


class Given(NamedTuple):
    """To whom a case goes; an empty `officer` says that everybody is away or nobody is there."""

    officer: str
    nobody: bool


NOBODY = Given("", nobody=True)


def choose_officer(hands: Iterable[Hand]) -> Given:
    """Return who gets the next case.

    Wang has two points of open work and Li one, so Li gets it; when Li is away, Wang does:

    >>> choose_officer([Hand("wang", 2, 5), Hand("li", 1, 9)])
    Given(officer='li', nobody=False)
    >>> choose_officer([Hand("wang", 2, 5), Hand("li", 1, 9, away=True)]).officer
    'wang'

    With equal loads it goes to whoever waited longest for one:

    >>> choose_officer([Hand("wang", 2, 5), Hand("li", 2, 9)]).officer
    'wang'
    """
    here = [hand for hand in hands if not hand.away]
    if not here:
        return NOBODY
    chosen = min(here, key=lambda hand: (hand.load, hand.last_given, hand.officer))
    return Given(chosen.officer, nobody=False)
