"""The life of an outpatient visit (就诊): a table of states × events, drawn into the docs.

An event that the table does not allow is refused by name and changes nothing.
Source: transactions 2201 to 2208 of the interface specification V1.1.27.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class VisitState(IntEnum):
    """Where a visit stands: CHARGED has unsettled lines, SETTLED has none left."""

    REGISTERED = 1
    SEEN = 2
    CHARGED = 3
    SETTLED = 4
    CANCELLED = 5


class VisitEvent(IntEnum):
    """What a hospital's system may tell of a visit.

    DROP_ALL leaves no line; DROP_REST leaves settled ones; SETTLE_PART leaves unsettled ones.
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
    (VisitState.SETTLED, VisitEvent.CHARGE): VisitState.CHARGED,
    (VisitState.SETTLED, VisitEvent.REVERSE): VisitState.CHARGED,
}


def next_state(state: VisitState, event: VisitEvent) -> VisitState | None:
    """Return the state after the event, or None where the table refuses it.

    >>> next_state(VisitState.REGISTERED, VisitEvent.SETTLE) is None
    True
    """
    return TRANSITIONS.get((state, event))


def draw_lifecycle(
    states: Mapping[VisitState, tuple[str, str]], events: Mapping[VisitEvent, tuple[str, str]]
) -> str:
    """Return the table as a Mermaid state diagram, so that the drawing is never out of date.

    `states` and `events` give the Chinese and English word for each; events that lead the same
    way and share a word stand on one arrow.

    >>> words = {item: (item.name, item.name.lower()) for item in (*VisitState, *VisitEvent)}
    >>> print(draw_lifecycle(words, words).splitlines()[1])
        [*] --> REGISTERED
    """
    lines = ["stateDiagram-v2", f"    [*] --> {VisitState.REGISTERED.name}"]
    lines += [f"    {state.name}: {states[state][0]} {states[state][1]}" for state in VisitState]
    arrows: dict[tuple[VisitState, VisitState], list[str]] = {}
    for (state, event), target in TRANSITIONS.items():
        words = arrows.setdefault((state, target), [])
        words.append(" ".join(events[event]))
    for (state, target), words in arrows.items():
        told = " / ".join(dict.fromkeys(words))
        lines.append(f"    {state.name} --> {target.name}: {told}")
    ends = set(VisitState) - {state for state, _ in TRANSITIONS}
    lines += [f"    {state.name} --> [*]" for state in sorted(ends)]
    return "\n".join(lines) + "\n"
