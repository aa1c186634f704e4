"""Something that happens on an invented day (模拟事件): to whom, when, where, and what it needs."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from rongcheng.simulation.life.stay_plan import StayOfBlock


class Event(NamedTuple):
    """Something that happens at a moment to a person: an act, and what it needs to know.

    `begun` is when the matter of which it is a part began.
    """

    at: datetime
    number: int
    order: int
    act: str
    place: str
    kind: int = 0
    disease: str = ""
    account_use: int = 0
    late_days: int = 0
    begun: datetime | None = None
    stay: StayOfBlock | None = None
