"""The page about a visit's life, `docs/health-visit-lifecycle.md`, as the state table says it.

Write it anew after a change of the table: `python -m tests.services.health.domain.lifecycle_page`.
"""

from __future__ import annotations

import os
from pathlib import Path

import django

from rongcheng.services.health.domain.lifecycle import (
    VisitEvent,
    VisitState,
    draw_lifecycle,
    next_state,
)

PAGE = Path(__file__).parents[4] / "docs" / "health-visit-lifecycle.md"
Words = dict[VisitState, tuple[str, str]]
EventWords = dict[VisitEvent, tuple[str, str]]

INTRODUCTION = """\
# 一次就诊的状态 · The life of a visit

从挂号到结算、撤销，医院系统每发来一件事，先查这张表。表里没有的，一律拒绝，说明原因和下一步，
什么也不改。表在 `services/health/domain/lifecycle.py`，本页由它生成。

From registration to settlement and reversal, each event that a hospital's system sends is looked up
here first. What the table does not hold is refused by name, with what to do next, and changes
nothing. The table is in `services/health/domain/lifecycle.py`; this page is made from it.

"""


def render(states: Words, events: EventWords) -> str:
    """Return the page: the drawing, and the table of every state and event."""
    drawing = f"```mermaid\n{draw_lifecycle(states, events)}```\n\n"
    head = ["| 事件 Event | " + " | ".join(" ".join(states[s]) for s in VisitState) + " |"]
    head.append("|---" * (len(VisitState) + 1) + "|")
    rows = [f"| {' '.join(words)} `{e.name}` | {_row(states, e)} |" for e, words in events.items()]
    return INTRODUCTION + drawing + "\n".join([*head, *rows]) + "\n\n— 拒绝 refused\n"


def _row(states: Words, event: VisitEvent) -> str:
    targets = (next_state(state, event) for state in VisitState)
    return " | ".join("—" if target is None else " ".join(states[target]) for target in targets)


def main() -> None:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcheng.settings")
    django.setup()
    # The words stand beside the models, which need the settings first.
    from rongcheng.services.health.visits import EVENTS, STATES

    PAGE.write_text(render(STATES, EVENTS), encoding="utf-8")


if __name__ == "__main__":
    main()
