"""The page about the life of a case, as the state table says it.

Write it anew after a change: `python -m tests.services.government.domain.lifecycle_page`.
"""

from __future__ import annotations

from rongcheng.services.government.domain.joint import PART, PartEvent, PartState
from rongcheng.services.government.domain.lifecycle import (
    CASE,
    MOVES,
    CaseEvent,
    CaseState,
    refusal_of,
)
from rongcheng.services.government.handling.moving import CAPACITIES, EVENTS, REFUSALS, STATES
from tests.tidy.tree import PROJECT

PAGE = PROJECT / "docs" / "government-case-lifecycle.md"
INTRODUCTION = """\
# 一个办件的状态 · The life of a case

从草稿到送达、评价、归档，每一步先查这张表。表里没有的，一律拒绝，说明原因和下一步，什么也不改；
表里有、但不该这个人做的，也拒绝，并说出该谁做。材料缺什么一次说全；到期没有答复的视为受理。
表在 `services/government/domain/lifecycle.py`，本页由它生成，为什么这样见
[决策 0040](decisions/0040-life-of-a-case.md)。

From draft to delivery, rating and closing, each step is looked up here first. What the table does
not hold is refused by name, with what to do next, and changes nothing; so is a step that the table
holds but that is somebody else's, and the answer says whose. All that is missing is asked for at
once; without an answer in time a case counts as accepted. The table is in
`services/government/domain/lifecycle.py`; this page is made from it.

"""
PART_STATES: dict[PartState, tuple[str, str]] = {
    PartState.WAITING: ("待办", "waiting"),
    PartState.IN_HAND: ("办理中", "in hand"),
    PartState.AGREED: ("同意", "agreed"),
    PartState.OBJECTED: ("不同意", "objected"),
    PartState.DROPPED: ("随办件结束", "dropped with the case"),
}
PART_EVENTS: dict[PartEvent, tuple[str, str]] = {
    PartEvent.TAKE_UP: ("接办", "take up"),
    PartEvent.AGREE: ("同意", "agree"),
    PartEvent.OBJECT: ("不同意", "object"),
    PartEvent.REOPEN: ("重新办理", "reopen"),
    PartEvent.DROP: ("结束", "drop"),
}
JOINT = """
## 联办环节 · A part of a joint case

各地的环节同时办，都同意了才能准予；一处不同意就可以作出不予的决定，不再等别处。

Parts go on side by side. When all agree the whole may be granted; one objection is enough to decide
against it, and nobody waits for the rest.

"""


def render() -> str:
    """Return the page: drawings, who may do what, and every state and event."""
    return (
        INTRODUCTION
        + f"```mermaid\n{CASE.draw(STATES, EVENTS)}```\n\n"
        + _who()
        + _table()
        + JOINT
        + f"```mermaid\n{PART.draw(PART_STATES, PART_EVENTS)}```\n"
    )


def _who() -> str:
    rows = ["## 谁可以做 · Who may do it", "", "| 事件 Event | 身份 Capacity |", "|---|---|"]
    for event, words in EVENTS.items():
        owners = next(allowed.capacities for pair, allowed in MOVES.items() if pair[1] is event)
        told = ", ".join(" ".join(CAPACITIES[owner]) for owner in owners)
        rows.append(f"| {' '.join(words)} `{event.name}` | {told} |")
    return "\n".join(rows) + "\n\n"


def _table() -> str:
    head = ["## 每一对 · Every pair", "", "| 状态 State | 可以 allowed | 拒绝 refused |"]
    rows = [_row(state) for state in CaseState]
    return "\n".join([*head, "|---|---|---|", *rows]) + "\n"


def _row(state: CaseState) -> str:
    allowed, refused = [], dict[str, list[str]]()
    for event in CaseEvent:
        if (state, event) in MOVES:
            target = MOVES[state, event].target
            allowed.append(f"{EVENTS[event][0]} `{event.name}` → {STATES[target][0]}")
        else:
            reason = refusal_of(state, event)
            why = f"{REFUSALS[reason][0].split('。')[0]} `{reason.name}`"
            refused.setdefault(why, []).append(f"`{event.name}`")
    told = "；".join(f"{why}: {' '.join(events)}" for why, events in refused.items())
    words = " ".join(STATES[state])
    return f"| {words} `{state.name}` | {'<br>'.join(allowed) or '—'} | {told} |"


def main() -> None:
    """Write the page."""
    PAGE.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
