"""Whom to warn, and when (预警): of each act that is due, at half time, on its last day, and after.

A warning is about the act that is due next: checking what was handed in, receiving what was passed
on, the decision or a part of it, handing the result over, following up a bad rating. Only the
decision has a half time; the other limits are a few days long.

Source: project reading of "warnings to the right person"; domain/government.md section 2.
"""

from __future__ import annotations

from enum import IntEnum

from rongcheng.services.government.domain.deadlines import Alert
from rongcheng.services.government.domain.lifecycle import CaseState


class Stage(IntEnum):
    """What is due (哪一步): each has its own last day."""

    CHECK = 1
    RECEIVE = 2
    DECIDE = 3
    DELIVER = 4
    FOLLOW_UP = 5


STAGE_OF: dict[CaseState, Stage] = {
    CaseState.SUBMITTED: Stage.CHECK,
    CaseState.TRANSFERRED: Stage.RECEIVE,
    CaseState.ACCEPTED: Stage.DECIDE,
    CaseState.IN_REVIEW: Stage.DECIDE,
    CaseState.SPECIAL_PROCEDURE: Stage.DECIDE,
    CaseState.DECIDED: Stage.DELIVER,
}
"""By state, the act that somebody of a city owes; a state without one waits for nobody's act."""


def alert_on(half_on: int, due_on: int, on: int) -> Alert:
    """Return how urgent an act is on a day; `half_on` is its due day where it has no half time.

    >>> [alert_on(10, 14, day).name for day in (9, 10, 13, 14, 15)]
    ['NONE', 'HALF_TIME', 'HALF_TIME', 'LAST_DAY', 'OVERDUE']
    """
    if on > due_on:
        return Alert.OVERDUE
    if on == due_on:
        return Alert.LAST_DAY
    return Alert.HALF_TIME if on >= half_on else Alert.NONE


def next_warning_on(half_on: int, due_on: int, on: int) -> int:
    """Return the day after `on` on which an act becomes more urgent; 0 where it no longer can.

    >>> [next_warning_on(10, 14, day) for day in (9, 10, 13, 14, 15)]
    [10, 14, 14, 15, 0]
    """
    return next((day for day in (half_on, due_on, due_on + 1) if day > on), 0)
