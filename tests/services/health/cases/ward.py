"""The ward of a story (病房): admits, charges, discharges and settles by the room's own actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.health.care.stay_charges import StayCharge, add_stay_charges
from rongcheng.services.health.care.stays import Admission, Told, admit_patient, discharge_patient
from rongcheng.services.health.domain.types import CareKind
from rongcheng.services.health.public import Place, Settled, SettlementRequest
from rongcheng.services.health.settling.stays import settle_stay
from rongcheng.web.actor import SYSTEM
from tests.services.health.cases.telling import Visit

BEFORE_DAWN = time(0, 30)


class Ward:
    """Where one person's stays are kept until they are settled."""

    def __init__(self, psn_no: str, person_id: UUID, clock: FixedClock) -> None:
        """Take the person and the clock of the story."""
        self.psn_no = psn_no
        self.person_id = person_id
        self.clock = clock
        self.open: dict[str, str] = {}
        self.serial = 0

    def settle(self, visit: Visit, place: Place, asked: SettlementRequest) -> Settled:
        """Admit where the stay is new, charge, discharge unless in between, and settle."""
        mdtrt_id = self.open.get(visit.stay) or self._admit(visit, place)
        if visit.stay:
            self.open[visit.stay] = mdtrt_id
        self._charge(visit, place, mdtrt_id, asked)
        if not visit.interim:
            discharge_patient(place, mdtrt_id, self.psn_no, visit.at, told=Told(), diagnoses=[])
        return settle_stay(
            place,
            mdtrt_id,
            asked,
            SYSTEM,
            stated={"medfee_sumamt": sum(c.facts.amount_fen for c in asked.charges)},
            interim=visit.interim,
            trace_id="story",
        )

    def _admit(self, visit: Visit, place: Place) -> str:
        begun = datetime.combine(visit.begun_on or visit.at.date(), BEFORE_DAWN, SHANGHAI)
        told = Told(
            admission_type="2" if visit.emergency else "1",
            pregnancy=visit.pregnancy,
            birth_way=visit.birth,
            operation_code="00.0001" if visit.kind is CareKind.DAY_SURGERY else None,
        )
        self.serial += 1
        admission = Admission(str(int(visit.kind)), f"IP-{self.serial}", "样例科", "", begun)
        return admit_patient(
            place, self.psn_no, self.person_id, admission, told=told, diagnoses=[]
        ).mdtrt_id

    def _charge(self, visit: Visit, place: Place, mdtrt_id: str, asked: SettlementRequest) -> None:
        lines = []
        for charge in asked.charges:
            self.serial += 1
            facts = charge.facts
            earliest = datetime.combine(facts.occurred_on, BEFORE_DAWN, SHANGHAI)
            occurred = min(charge.occurred_at, max(earliest, visit.at - timedelta(hours=1)))
            numbered = charge._replace(
                facts=replace(facts, serial=str(self.serial)), occurred_at=occurred
            )
            lines.append(StayCharge(numbered, "", True))
        add_stay_charges(place, mdtrt_id, self.psn_no, tuple(lines), med_type=str(int(visit.kind)))
