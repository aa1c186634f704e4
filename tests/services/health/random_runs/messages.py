"""Operations at the interface (接口操作): 2207 and 2304 answered, sent again, cancelled by 2601."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import Any

from rongcheng.kernel.money import format_yuan, parse_yuan
from rongcheng.services.health.cores.errors import CoreNotAnswering
from rongcheng.services.health.domain.types import CareKind
from rongcheng.services.health.errors import AlreadyReversed
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.public import Settled
from rongcheng.services.health.queries import settled_by_id
from tests.services.health.building import item_of, request
from tests.services.health.conftest import Person
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital, Json
from tests.services.health.interface.inpatient import Inpatient
from tests.services.health.interface.statements import cancel_body
from tests.services.health.random_runs.care import charge_stay, send, taken_back
from tests.services.health.random_runs.town import AMOUNTS, OpenStay, Sent, Town

FATES = ("answered", "sent again", "cancelled", "cancelled first")


class Letter:
    """A message that settles (结算报文): what becomes of it at the interface."""

    def __init__(self, town: Town, hospital: Hospital, person: Person, message: Json) -> None:
        """Take the message, not sent yet."""
        self.town = town
        self.hospital = hospital
        self.person = person
        self.message = message
        self.stay = ""

    def try_once(self) -> tuple[Json, str]:
        """Send it; return the output, and the reason where it was refused."""
        reply = self.hospital.send(self.message)
        assert reply.status == 200, reply
        answer = reply.json
        said = str(answer["err_msg"])
        assert "系统出错" not in said, said
        return answer["output"], said

    def deliver(self) -> str:
        """Send it until it is settled or refused for good."""
        output, said = self.try_once()
        for _ in range(8):
            if "不是拒付" not in said:
                break
            # No answer of the core: the hospital waits and sends the same again.
            self.town.wait()
            output, said = self.try_once()
        if said:
            return f"refused: {said[:60]}"
        self._take_up(output["setlinfo"])
        return str(output["setlinfo"]["setl_id"])

    def _row(self, msgid: str) -> Settlement | None:
        code = self.hospital.place.code
        return Settlement.objects.filter(institution_id=code, request_id=msgid).first()

    def _take_up(self, told: Json) -> Settled:
        row = self._row(self.message["msgid"])
        assert row is not None
        settled = settled_by_id(row.pk)
        amounts = settled.amounts
        assert settled.setl_id == told["setl_id"]
        assert amounts.fund_fen == parse_yuan(told["fund_pay_sumamt"], "fund")
        assert amounts.total_fen == parse_yuan(told["medfee_sumamt"], "total")
        self.town.take_up(self.person, self.hospital.place, settled, self.stay)
        return settled

    def cancel(self) -> str:
        """2601: take back what it did; if it never came, it never will."""
        body = cancel_body(self.person, self.message["msgid"], self.message["infno"])
        asked = self.hospital.message("2601", body, pool=self.person.pool)
        row = self._row(self.message["msgid"])
        if row is None:
            assert self.hospital.accepted(asked) == {}
            assert "2601" in self.try_once()[1]
            return "nothing to take back"
        made = self.town.model.made[row.setl_id]
        blank = request(self.person.psn_no, (), asked["msgid"])
        call, done = partial(self._cancelled, asked), partial(taken_back, self.town, made)
        said = send(self.town, Sent(self.hospital.place, self.person, blank, call, done))
        if made.back is not None:
            assert "2601" in self.try_once()[1]
        return said

    def _cancelled(self, asked: Json) -> Settled:
        """Send a 2601 and return the reversal that it made; raises what kept it from that."""
        answer = self.hospital.send(asked).json
        said = str(answer["err_msg"])
        assert "系统出错" not in said, said
        if "不是拒付" in said:
            raise CoreNotAnswering(pool=self.person.pool, again_zh="", again_en="")
        row = self._row(asked["msgid"])
        if row is None:
            raise AlreadyReversed(setl_id=said, reversal_id="")
        return settled_by_id(row.pk)

    def meet(self, fate: str) -> str:
        """Let it meet its fate."""
        if fate == "cancelled first":
            self.cancel()
            return fate
        done = self.deliver()
        if fate == "sent again" and not done.startswith("refused"):
            output, said = self.try_once()
            assert (said, output["setlinfo"]["setl_id"]) == ("", done)
        if fate == "cancelled":
            return f"{fate} {done} {self.cancel()}"
        return f"{fate} {done}"


def _told(hospital: Hospital, person: Person, infno: str, body: Json) -> tuple[Json, str]:
    reply = hospital.send(hospital.message(infno, body, pool=person.pool)).json
    return reply["output"], reply["err_msg"]


def visit(town: Town, rng: Random) -> str:
    """A visit step by step, 2201 to 2207, whose answer may be lost."""
    person, place = rng.choice(town.people), rng.choice(town.places)
    hospital = town.hospital(place)
    made = Attendance(hospital, person, f"OP-{town.next_serial()}")
    made.register()
    made.see()
    item = item_of(town.world.book, place.city, "A", town.clock.now())
    fen = rng.choice(AMOUNTS)
    made.charge(made.line(item, fen))
    body = made.trial_body(format_yuan(fen), account=rng.choice("01"))
    tried, said = _told(hospital, person, "2206", body)
    if said:
        return f"refused: {said[:60]}"
    message = hospital.message("2207", bodies.settlement(body, tried["setlinfo"]), pool=person.pool)
    return Letter(town, hospital, person, message).meet(rng.choice(FATES))


def stay(town: Town, rng: Random) -> str:
    """A whole stay, 2401 to 2304, whose answer may be lost."""
    person, place = rng.choice(town.people), rng.choice(town.places)
    hospital = town.hospital(place)
    made = Inpatient(hospital, person, f"IP-{town.next_serial()}")
    output, said = _told(hospital, person, "2401", made.admission_body())
    if said:
        return f"refused: {said[:60]}"
    made.mdtrt_id = output["result"]["mdtrt_id"]
    row = OpenStay(person, place, made.mdtrt_id, int(CareKind.INPATIENT))
    charge_stay(town, rng, row)
    made.discharge(endtime=bodies.moment(0))
    row.discharged = True
    body = made.trial_body(format_yuan(row.unsettled))
    message = hospital.message("2304", _settling(body), pool=person.pool)
    letter = Letter(town, hospital, person, message)
    letter.stay = made.mdtrt_id
    done = letter.meet(rng.choice(FATES))
    if not town.model.stay_stands(made.mdtrt_id):
        town.stays.append(row)
    return f"{made.mdtrt_id} {done}"


def _settling(body: Json) -> dict[str, Any]:
    return {"data": {**body["data"], "invono": ""}}
