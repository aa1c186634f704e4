"""One event of an invented day with all that playing it needs (一幕)."""

from __future__ import annotations

from typing import NamedTuple

from rongcheng.simulation.life.event import Event
from rongcheng.simulation.life.journal import Journal
from rongcheng.simulation.life.registry import Registered
from rongcheng.simulation.life.stage import Stage
from rongcheng.simulation.life.stay_plan import StayOfBlock

TRACE = "simulation"


class Scene(NamedTuple):
    """One event with all that playing it needs."""

    stage: Stage
    person: Registered
    event: Event
    journal: Journal

    @property
    def stay(self) -> StayOfBlock:
        """The stay of which the event is a part; only for acts of stays."""
        assert self.event.stay is not None
        return self.event.stay

    @property
    def request_start(self) -> str:
        """How the request ids of this person begin."""
        return f"{self.stage.wanted.prefix}-{self.stage.run}-{self.event.number}"
