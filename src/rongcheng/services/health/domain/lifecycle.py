"""The life of an outpatient visit (就诊): a table of states × events, drawn into the docs.

An event that the table does not allow is refused by name and changes nothing.
Source: transactions 2201 to 2208 of the interface specification V1.1.27.
"""

from __future__ import annotations

from enum import IntEnum

from rongcheng.kernel.state_table import StateTable


class VisitState(IntEnum):
    """Where a visit stands: CHARGED has unsettled lines, SETTLED has none left.

    MERGED is an emergency visit whose lines belong to the stay that followed it. Numbers from 11
    on are those of a stay.
    """

    REGISTERED = 1
    SEEN = 2
    CHARGED = 3
    SETTLED = 4
    CANCELLED = 5
    MERGED = 6


class VisitEvent(IntEnum):
    """What a hospital's system may tell of a visit.

    DROP_ALL leaves no line; DROP_REST leaves settled ones; SETTLE_PART leaves unsettled ones.
    MERGE and UNMERGE are told by no message: they follow from an admission and its end.
    """

    CANCEL = 1
    SEE = 2
    CHARGE = 3
    DROP_SOME = 4
    DROP_ALL = 5
    DROP_REST = 6
    SETTLE = 7
    SETTLE_PART = 8
    REVERSE = 9
    MERGE = 10
    UNMERGE = 11


TRANSITIONS: dict[tuple[VisitState, VisitEvent], VisitState] = {
    (VisitState.REGISTERED, VisitEvent.CANCEL): VisitState.CANCELLED,
    (VisitState.REGISTERED, VisitEvent.SEE): VisitState.SEEN,
    (VisitState.SEEN, VisitEvent.CANCEL): VisitState.CANCELLED,
    (VisitState.SEEN, VisitEvent.SEE): VisitState.SEEN,
    (VisitState.SEEN, VisitEvent.CHARGE): VisitState.CHARGED,
    (VisitState.CHARGED, VisitEvent.SEE): VisitState.CHARGED,
    (VisitState.CHARGED, VisitEvent.CHARGE): VisitState.CHARGED,
    (VisitState.CHARGED, VisitEvent.DROP_SOME): VisitState.CHARGED,
    (VisitState.CHARGED, VisitEvent.DROP_ALL): VisitState.SEEN,
    (VisitState.CHARGED, VisitEvent.DROP_REST): VisitState.SETTLED,
    (VisitState.CHARGED, VisitEvent.SETTLE): VisitState.SETTLED,
    (VisitState.CHARGED, VisitEvent.SETTLE_PART): VisitState.CHARGED,
    (VisitState.CHARGED, VisitEvent.REVERSE): VisitState.CHARGED,
    (VisitState.CHARGED, VisitEvent.MERGE): VisitState.MERGED,
    (VisitState.SETTLED, VisitEvent.CHARGE): VisitState.CHARGED,
    (VisitState.SETTLED, VisitEvent.REVERSE): VisitState.CHARGED,
    (VisitState.MERGED, VisitEvent.UNMERGE): VisitState.CHARGED,
}
VISIT = StateTable(
    states=VisitState, events=VisitEvent, first=VisitState.REGISTERED, allowed=TRANSITIONS
)


def next_state(state: VisitState, event: VisitEvent) -> VisitState | None:
    """Return the state after the event, or None where the table refuses it.

    >>> next_state(VisitState.REGISTERED, VisitEvent.SETTLE) is None
    True
    """
    return VISIT.next_state(state, event)
