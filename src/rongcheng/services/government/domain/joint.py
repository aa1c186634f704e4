"""A case in several places (多地联办): parts that go on side by side and wait as one case.

The whole may be decided when every part is agreed to; one objection is enough to decide against
it, and then nobody waits for the rest.

Source: domain/government.md section 1 (meaning of the mode: project reading, illustrative).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from rongcheng.kernel.state_table import StateTable


class PartState(IntEnum):
    """Where one place's part stands."""

    WAITING = 1
    IN_HAND = 2
    AGREED = 3
    OBJECTED = 4
    DROPPED = 5


class PartEvent(IntEnum):
    """What happens to a part; DROP comes with the end of the whole case."""

    TAKE_UP = 1
    AGREE = 2
    OBJECT = 3
    REOPEN = 4
    DROP = 5


class WholeStep(IntEnum):
    """What the deciding authority may do with the whole."""

    WAIT = 1
    MAY_GRANT = 2
    MUST_REFUSE = 3


PART = StateTable(
    states=PartState,
    events=PartEvent,
    first=PartState.WAITING,
    allowed={
        (PartState.WAITING, PartEvent.TAKE_UP): PartState.IN_HAND,
        (PartState.IN_HAND, PartEvent.AGREE): PartState.AGREED,
        (PartState.IN_HAND, PartEvent.OBJECT): PartState.OBJECTED,
        # A place may correct itself as long as the whole is not decided.
        (PartState.AGREED, PartEvent.REOPEN): PartState.IN_HAND,
        (PartState.OBJECTED, PartEvent.REOPEN): PartState.IN_HAND,
        (PartState.WAITING, PartEvent.DROP): PartState.DROPPED,
        (PartState.IN_HAND, PartEvent.DROP): PartState.DROPPED,
    },
)


def decide_whole(parts: Iterable[PartState]) -> WholeStep:
    """Return what may be done with a case, by the states of its parts; one without parts may go on.

    >>> decide_whole([PartState.AGREED, PartState.IN_HAND]).name
    'WAIT'
    """
    states = set(parts)
    if PartState.OBJECTED in states:
        return WholeStep.MUST_REFUSE
    return WholeStep.WAIT if states - {PartState.AGREED} else WholeStep.MAY_GRANT
