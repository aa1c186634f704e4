"""Tables of states × events (状态表): what may follow what, looked up and drawn from one place.

A table is total: every state and event leads somewhere or is refused; there is no third answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

State = TypeVar("State", bound=IntEnum)
Event = TypeVar("Event", bound=IntEnum)


@dataclass(frozen=True, kw_only=True)
class StateTable(Generic[State, Event]):
    """The life of one kind of thing: its states, its events, where it begins, what is allowed."""

    states: type[State]
    events: type[Event]
    first: State
    allowed: Mapping[tuple[State, Event], State]

    def next_state(self, state: State, event: Event) -> State | None:
        """Return the state after the event, or None where the table refuses it."""
        return self.allowed.get((state, event))

    def ends(self) -> list[State]:
        """Return the states that nothing leads out of."""
        left = {state for state, _ in self.allowed}
        return sorted(state for state in self.states if state not in left)

    def draw(
        self, states: Mapping[State, tuple[str, str]], events: Mapping[Event, tuple[str, str]]
    ) -> str:
        """Return the table as a Mermaid state diagram, so that the drawing is never out of date.

        `states` and `events` give the Chinese and English word for each; events that lead the
        same way and share a word stand on one arrow.
        """
        lines = ["stateDiagram-v2", f"    [*] --> {self.first.name}"]
        lines += [f"    {state.name}: {' '.join(states[state])}" for state in self.states]
        arrows: dict[tuple[State, State], list[str]] = {}
        for (state, event), target in self.allowed.items():
            arrows.setdefault((state, target), []).append(" ".join(events[event]))
        for (state, target), words in arrows.items():
            told = " / ".join(dict.fromkeys(words))
            lines.append(f"    {state.name} --> {target.name}: {told}")
        lines += [f"    {state.name} --> [*]" for state in self.ends()]
        return "\n".join(lines) + "\n"
