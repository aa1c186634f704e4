"""One person's stay at one hospital, step by step over `/hsa` (一次住院)."""

from __future__ import annotations

from typing import Any

from rongcheng.services.health.domain.stay_lifecycle import StayState
from rongcheng.services.health.models import ChargeLine, Visit
from tests.services.health.conftest import Person
from tests.services.health.interface import bodies, stay_bodies
from tests.services.health.interface.hospital import Hospital

Json = dict[str, Any]


class Inpatient:
    """Keeps what the steps of a stay pass on: its id, the serial of the next line."""

    def __init__(self, hospital: Hospital, person: Person, number: str = "IP-1") -> None:
        """Take who is in which hospital; nothing is sent yet."""
        self.hospital = hospital
        self.person = person
        self.number = number
        self.mdtrt_id = ""
        self.med_type = "2101"
        self.serial = 0

    def call(self, infno: str, body: Json) -> Json:
        """Send a message that must succeed."""
        return self.hospital.call(infno, body, pool=self.person.pool)

    def refused(self, infno: str, body: Json) -> str:
        """Send a message that must fail; return its reason."""
        return self.hospital.refused(self.hospital.message(infno, body, pool=self.person.pool))

    def admission_body(self, **changes: Any) -> Json:
        """Return the input of 2401."""
        region = self.hospital.place.pool
        return stay_bodies.admission(self.person, self.number, region=region, **changes)

    def admit(self, **changes: Any) -> Json:
        """2401."""
        self.med_type = changes.get("med_type", "2101")
        result: Json = self.call("2401", self.admission_body(**changes))["result"]
        self.mdtrt_id = result["mdtrt_id"]
        return result

    def line(self, item: str, fen: int, **changes: Any) -> Json:
        """Return the next line: one piece of an item at a price of that many fen."""
        self.serial += 1
        given = {"price_micro": fen * 10_000, "med_type": self.med_type, **changes}
        return stay_bodies.stay_line(self.person, self.mdtrt_id, self.serial, item, **given)

    def back(self, sent: Json, pieces: int = 1, **changes: Any) -> Json:
        """Return the next line as a return of some pieces of one that was sent."""
        fen = int(sent["pric"].replace(".", "")) // 10_000
        given = {
            "quantity_e4": -10_000 * pieces,
            "amount_fen": -fen * pieces,
            "returns": sent["feedetl_sn"],
            **changes,
        }
        return self.line(sent["med_list_codg"], fen, **given)

    def charge(self, *lines: Json) -> list[Json]:
        """2301."""
        found: list[Json] = self.call("2301", {"feedetail": list(lines)})["result"]
        return found

    def refused_lines(self, *lines: Json) -> str:
        """2301 that must fail."""
        return self.refused("2301", {"feedetail": list(lines)})

    def drop(self, *serials: str) -> Json:
        """2302."""
        return self.call("2302", stay_bodies.stay_drop(self.person, self.mdtrt_id, *serials))

    def change_body(self, **changes: Any) -> Json:
        """Return the input of 2403."""
        given = {"med_type": self.med_type, **changes}
        return stay_bodies.change(self.person, self.mdtrt_id, self.number, **given)

    def change(self, **changes: Any) -> Json:
        """2403."""
        return self.call("2403", self.change_body(**changes))

    def discharge(self, **changes: Any) -> Json:
        """2402."""
        body = stay_bodies.discharge(self.person, self.mdtrt_id, **changes)
        return self.call("2402", body)

    def cancel_body(self) -> Json:
        """Return the input of 2404 and 2405."""
        return stay_bodies.of_stay(self.person, self.mdtrt_id)

    def trial_body(self, total: str, **changes: Any) -> Json:
        """Return the input of 2303."""
        region = self.hospital.place.pool
        return stay_bodies.stay_trial(self.person, self.mdtrt_id, total, region=region, **changes)

    def settle(self, total: str, *, interim: bool = False, **changes: Any) -> Json:
        """2303 and 2304; the two must agree in every amount. Returns the output of 2304."""
        body = self.trial_body(total, interim=interim, **changes)
        tried = self.call("2303", body)
        made = stay_bodies.stay_settlement(body, tried["setlinfo"])
        settled = self.call("2304", made)
        own = ("setl_id", "medins_setl_id")
        without = {k: v for k, v in settled["setlinfo"].items() if k not in own}
        assert {k: v for k, v in tried["setlinfo"].items() if k not in own} == without
        assert tried["setldetail"] == settled["setldetail"]
        return settled

    def reverse(self, setl_id: str) -> Json:
        """2305."""
        return self.call("2305", bodies.reversal(self.person, self.mdtrt_id, setl_id))

    @property
    def row(self) -> Visit:
        """Return the stay as it is stored."""
        return Visit.objects.select_related("stay").get(mdtrt_id=self.mdtrt_id)

    @property
    def state(self) -> StayState:
        """Return where the stay stands."""
        return StayState(self.row.state)

    def serials(self) -> list[str]:
        """Return the serials of the stay's lines."""
        rows = ChargeLine.objects.filter(visit__mdtrt_id=self.mdtrt_id)
        return list(rows.order_by("id").values_list("serial", flat=True))
