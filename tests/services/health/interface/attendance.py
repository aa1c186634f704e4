"""One person's visit at one hospital, step by step over `/hsa` (一次就诊)."""

from __future__ import annotations

from typing import Any

from tests.services.health.conftest import Person
from tests.services.health.interface import bodies
from tests.services.health.interface.hospital import Hospital

Json = dict[str, Any]


class Attendance:
    """Keeps what the steps of a visit pass on: the visit's id, the line rows, the serial."""

    def __init__(self, hospital: Hospital, person: Person, number: str = "OP-1") -> None:
        """Take who is treated where; nothing is sent yet."""
        self.hospital = hospital
        self.person = person
        self.number = number
        self.token = ""
        self.mdtrt_id = ""
        self.med_type = "11"
        self.serial = 0

    def call(self, infno: str, body: Json) -> Json:
        """Send a message that must succeed."""
        return self.hospital.call(infno, body, pool=self.person.pool)

    def refused(self, infno: str, body: Json) -> str:
        """Send a message that must fail; return its reason."""
        return self.hospital.refused(self.hospital.message(infno, body, pool=self.person.pool))

    def register(self, at: str = "") -> Json:
        """2201."""
        output = self.call("2201", bodies.registration(self.person, self.number, self.token, at))
        self.mdtrt_id = output["data"]["mdtrt_id"]
        return output

    def see(self, med_type: str = "11", disease: str = "NONE", exp: str = "") -> Json:
        """2203."""
        self.med_type = med_type
        body = bodies.visit_record(self.person, self.mdtrt_id, med_type, disease, exp)
        return self.call("2203", body)

    def line(self, item: str, fen: int, **changes: Any) -> Json:
        """Return the next line: one piece of an item at a price of that many fen."""
        self.serial += 1
        given = {"price_micro": fen * 10_000, **changes}
        return bodies.line(self.person, self.mdtrt_id, self.serial, item, **given)

    def charge(self, *lines: Json) -> list[Json]:
        """2204."""
        found: list[Json] = self.call("2204", {"feedetail": list(lines)})["result"]
        return found

    def trial_body(self, total: str, **changes: Any) -> Json:
        """Return the input of 2206."""
        return bodies.trial(
            self.person,
            self.mdtrt_id,
            total,
            med_type=self.med_type,
            token=self.token,
            **changes,
        )

    def settle(self, total: str, **changes: Any) -> Json:
        """2206 and 2207; the two must agree in every amount. Returns the output of 2207."""
        body = self.trial_body(total, **changes)
        tried = self.call("2206", body)
        settled = self.call("2207", bodies.settlement(body, tried["setlinfo"]))
        own = ("setl_id", "medins_setl_id")
        without = {k: v for k, v in settled["setlinfo"].items() if k not in own}
        assert {k: v for k, v in tried["setlinfo"].items() if k not in own} == without
        assert tried["setldetail"] == settled["setldetail"]
        return settled

    def reverse(self, setl_id: str) -> Json:
        """2208."""
        return self.call("2208", bodies.reversal(self.person, self.mdtrt_id, setl_id))
