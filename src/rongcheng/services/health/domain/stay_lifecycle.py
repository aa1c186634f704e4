"""The life of an inpatient stay (住院): a table of states × events, drawn into the docs.

Lines may come after discharge, for hospitals close their books later; the stay has one final
settlement, which must be taken back before anything else changes. Admission is the beginning.
Source: transactions 2301 to 2305 and 2401 to 2405 of the interface specification V1.1.27.
"""

from __future__ import annotations

from enum import IntEnum

from rongcheng.kernel.state_table import StateTable


class StayState(IntEnum):
    """Where a stay stands; the numbers go on from those of an outpatient visit."""

    ADMITTED = 11
    DISCHARGED = 12
    SETTLED = 13
    CANCELLED = 14


class StayEvent(IntEnum):
    """What a hospital's system may tell of a stay.

    The interim events are of settlements made before the final one (中途结算).
    """

    CHANGE = 1
    CHARGE = 2
    DROP = 3
    DISCHARGE = 4
    UNDO_DISCHARGE = 5
    CANCEL = 6
    SETTLE_INTERIM = 7
    SETTLE = 8
    REVERSE_INTERIM = 9
    REVERSE = 10


STAY_TRANSITIONS: dict[tuple[StayState, StayEvent], StayState] = {
    (StayState.ADMITTED, StayEvent.CHANGE): StayState.ADMITTED,
    (StayState.ADMITTED, StayEvent.CHARGE): StayState.ADMITTED,
    (StayState.ADMITTED, StayEvent.DROP): StayState.ADMITTED,
    (StayState.ADMITTED, StayEvent.DISCHARGE): StayState.DISCHARGED,
    (StayState.ADMITTED, StayEvent.CANCEL): StayState.CANCELLED,
    (StayState.ADMITTED, StayEvent.SETTLE_INTERIM): StayState.ADMITTED,
    (StayState.ADMITTED, StayEvent.REVERSE_INTERIM): StayState.ADMITTED,
    (StayState.DISCHARGED, StayEvent.CHANGE): StayState.DISCHARGED,
    (StayState.DISCHARGED, StayEvent.CHARGE): StayState.DISCHARGED,
    (StayState.DISCHARGED, StayEvent.DROP): StayState.DISCHARGED,
    (StayState.DISCHARGED, StayEvent.UNDO_DISCHARGE): StayState.ADMITTED,
    (StayState.DISCHARGED, StayEvent.SETTLE): StayState.SETTLED,
    (StayState.DISCHARGED, StayEvent.REVERSE_INTERIM): StayState.DISCHARGED,
    (StayState.SETTLED, StayEvent.REVERSE): StayState.DISCHARGED,
}
STAY = StateTable(
    states=StayState, events=StayEvent, first=StayState.ADMITTED, allowed=STAY_TRANSITIONS
)
