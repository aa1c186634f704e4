"""The pages about the life of a visit and of a stay, as the state tables say it.

Write them anew after a change of a table: `python -m tests.services.health.domain.lifecycle_page`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple, TypeVar

import django

from rongcheng.kernel.state_table import StateTable
from rongcheng.services.health.domain.lifecycle import VISIT
from rongcheng.services.health.domain.stay_lifecycle import STAY

DOCS = Path(__file__).parents[4] / "docs"
S = TypeVar("S", bound=IntEnum)
E = TypeVar("E", bound=IntEnum)


class Page(NamedTuple):
    """Where a table is drawn, and what stands above the drawing."""

    path: Path
    introduction: str


VISIT_PAGE = Page(
    DOCS / "health-visit-lifecycle.md",
    """\
# 一次就诊的状态 · The life of a visit

从挂号到结算、撤销，医院系统每发来一件事，先查这张表。表里没有的，一律拒绝，说明原因和下一步，
什么也不改。急诊后很快住院的，费用并入住院，住院撤销就退回来。
表在 `services/health/domain/lifecycle.py`，本页由它生成。

From registration to settlement and reversal, each event that a hospital's system sends is looked up
here first. What the table does not hold is refused by name, with what to do next, and changes
nothing. An emergency visit shortly before an admission joins the stay, and leaves it again when the
admission is cancelled. The table is in `services/health/domain/lifecycle.py`; this page is made
from it. Stays have [their own](health-stay-lifecycle.md).

""",
)
STAY_PAGE = Page(
    DOCS / "health-stay-lifecycle.md",
    """\
# 一次住院的状态 · The life of a stay

从入院（2401）到出院结算（2304）、撤销，医院系统每发来一件事，先查这张表。表里没有的，一律拒绝，
说明原因和下一步，什么也不改。出院以后到结算以前，明细还可以补传、撤销；出院结算只有一笔，撤销它才能再改别的；
中途结算从最后一笔往前撤；还有自己的明细或者没撤销的结算，不能撤销入院。
表在 `services/health/domain/stay_lifecycle.py`，本页由它生成。

From admission (2401) to the final settlement (2304) and back, each event is looked up here first;
what the table does not hold is refused by name and changes nothing. Lines may come and go after
discharge until the stay is settled. There is one final settlement, and nothing else changes until
it is reversed; interim settlements are reversed from the last one back; an admission is not
cancelled while the stay has lines of its own or a standing settlement. The table is in
`services/health/domain/stay_lifecycle.py`; this page is made from it. Why so:
[ADR 0019](decisions/0019-stays.md).

""",
)


def render(
    page: Page,
    table: StateTable[S, E],
    states: Mapping[S, tuple[str, str]],
    events: Mapping[E, tuple[str, str]],
) -> str:
    """Return the page: the drawing, and the table of every state and event."""
    drawing = f"```mermaid\n{table.draw(states, events)}```\n\n"
    head = ["| 事件 Event | " + " | ".join(" ".join(states[s]) for s in table.states) + " |"]
    head.append("|---" * (len(table.states) + 1) + "|")
    rows = []
    for event, words in events.items():
        targets = (table.next_state(state, event) for state in table.states)
        shown = " | ".join("—" if to is None else " ".join(states[to]) for to in targets)
        rows.append(f"| {' '.join(words)} `{event.name}` | {shown} |")
    return page.introduction + drawing + "\n".join([*head, *rows]) + "\n\n— 拒绝 refused\n"


def main() -> None:
    """Write the pages."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcheng.settings")
    django.setup()
    # The words stand beside the models, which need the settings first.
    from rongcheng.services.health.care.moving import EVENTS, STATES, STAY_EVENTS, STAY_STATES

    VISIT_PAGE.path.write_text(render(VISIT_PAGE, VISIT, STATES, EVENTS), encoding="utf-8")
    STAY_PAGE.path.write_text(render(STAY_PAGE, STAY, STAY_STATES, STAY_EVENTS), encoding="utf-8")


if __name__ == "__main__":
    main()
