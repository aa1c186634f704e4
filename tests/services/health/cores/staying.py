"""A stay of a person whose pool decides by its own core, step by step over `/hsa` (住院)."""

from __future__ import annotations

from typing import Any

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.money import format_yuan
from rongcheng.services.health.interface.settlements import STATED
from rongcheng.services.health.models import CoreCall
from tests.services.health.building import item_of
from tests.services.health.conftest import World
from tests.services.health.interface import bodies
from tests.services.health.interface.hospital import Hospital, Json
from tests.services.health.interface.inpatient import Inpatient

CITY = "430100"


class Staying(Inpatient):
    """A stay whose messages of settlement can be sent again."""

    def __init__(self, world: World, hospital: Hospital, person: Any, number: str = "IP-1") -> None:
        """Take who is in which hospital; nothing is sent yet."""
        super().__init__(hospital, person, number)
        self.item = item_of(world.book, CITY, "A", get_clock().now())

    def add(self, fen: int) -> None:
        """Charge one line of class A."""
        self.charge(self.line(self.item, fen))

    def settlement(self, fen: int, *, interim: bool = False) -> Json:
        """Return the message 2304 with the amounts of its trial, not sent."""
        body = self.trial_body(format_yuan(fen), interim=interim)
        tried = self.call("2303", body)["setlinfo"]
        stated = {name: tried[name] for name in STATED}
        made = {"data": {**body["data"], "invono": "", **stated}}
        return self.hospital.message("2304", made, pool=self.person.pool)

    def settle(self, fen: int, *, interim: bool = False) -> str:
        """Settle and return the number."""
        settled = self.hospital.accepted(self.settlement(fen, interim=interim))
        return str(settled["setlinfo"]["setl_id"])

    def reversal(self, setl_id: str) -> Json:
        """Return the message 2305, not sent."""
        body = bodies.reversal(self.person, self.mdtrt_id, setl_id)
        return self.hospital.message("2305", body, pool=self.person.pool)


def difference_of(setl_id: str) -> dict[str, Any]:
    """Return in what core and book part over a settlement."""
    found: dict[str, Any] = CoreCall.objects.get(key=setl_id).difference
    return found
