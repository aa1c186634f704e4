"""Plain values of cases (办件数据类型)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

WHOLE = -1
"""The number of a turn that is about the whole case, not a part of it."""


class NewStep(NamedTuple):
    """A step to be written (办理步骤): numbers of the service's events, states and capacities.

    `token` is the caller's own mark for this wish: the same again changes nothing.
    """

    token: str
    event: int
    to_state: int
    capacity: int
    reason: str = ""
    data: Mapping[str, object] = {}
    part: int | None = None


class Turn(NamedTuple):
    """Whose turn it is: a city, for the whole (`WHOLE`) or a part, and by which day.

    `department` is the one of that city whose turn it is; empty for a general window.
    `warn_on` is the day on which somebody is warned first; nobody is while time does not count.
    """

    city: str
    due_on: date
    part: int = WHOLE
    warn_on: date | None = None
    department: str = ""


class Handed(NamedTuple):
    """Something handed in for a material: how is file, paper or licence; `key` names it."""

    material: str
    how: str
    key: str = ""
    originals: int = 0
    copies: int = 0


class Wanted(NamedTuple):
    """What a list of cases is narrowed to (筛选条件); empty values narrow nothing.

    `before` is the id of the last case of the page before. `department` narrows the list of
    whoever works for all departments to one of them.
    """

    number: str = ""
    item: str = ""
    state: int = 0
    open_only: bool = False
    since: date | None = None
    until: date | None = None
    before: int = 0
    department: str = ""
