"""A hospital's desk for tests: settles and takes back, and shows all that a settlement may move."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from rongcheng.foundation.ledger.public import balances
from rongcheng.foundation.people.public import get_insurance
from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.care.stay_charges import StayCharge, add_stay_charges
from rongcheng.services.health.care.stays import Admission, Told, admit_patient, discharge_patient
from rongcheng.services.health.domain.types import SettledAmounts
from rongcheng.services.health.models import (
    ChargeLine,
    Decision,
    MonthTotals,
    Settlement,
    Visit,
    YearTotals,
)
from rongcheng.services.health.public import (
    AccountUse,
    CareKind,
    Place,
    Settled,
    SettlementRequest,
    reverse_settlement,
    settle_visit,
)
from rongcheng.services.health.settling.stays import reverse_stay, settle_stay
from rongcheng.web.actor import SYSTEM
from tests.services.health.building import charge, item_of, request
from tests.services.health.conftest import Person, World

Lines = list[tuple[str, int]]


FUNDS = ("310102", "310100", "310300", "320100", "390102", "390100", "390200", "610100")


class Desk:
    """Settles for one person, at any institution of the world."""

    def __init__(self, world: World, person: Person) -> None:
        """Open the desk; requests are numbered from one."""
        self.world = world
        self.person = person
        self.asked = 0
        self.serials = 0

    def ask(
        self,
        place: Place,
        lines: Lines,
        *,
        disease: str = "",
        account: AccountUse = AccountUse.NONE,
        at: datetime | None = None,
    ) -> SettlementRequest:
        """Return a new request; a line is a class of the catalogue and an amount in fen."""
        self.asked += 1
        now = get_clock().now()
        charges = tuple(
            charge(item_of(self.world.book, place.city, kind, at or now), fen, number, at or now)
            for number, (kind, fen) in enumerate(lines, 1)
        )
        return request(
            self.person.psn_no,
            charges,
            f"{self.person.psn_no}-{self.asked}",
            kind=CareKind.SPECIAL_DISEASE if disease else CareKind.OUTPATIENT,
            disease=disease,
            account=account,
        )

    def settle(self, place: Place, asked: SettlementRequest) -> Settled:
        """Settle a request."""
        return settle_visit(place, asked, SYSTEM, trace_id="desk")

    def admit(self, place: Place) -> str:
        """Admit the person an hour ago and return the stay's id."""
        begun = get_clock().now() - timedelta(hours=1)
        resident = get_insurance(self.person.psn_no).resident_id
        admission = Admission("2101", f"IP-{self.asked}", "", "", begun)
        return admit_patient(
            place, self.person.psn_no, resident, admission, told=Told(), diagnoses=[]
        ).mdtrt_id

    def charge_stay(self, place: Place, mdtrt_id: str, lines: Lines) -> None:
        """Charge lines to a stay."""
        now = get_clock().now()
        charges = []
        for kind, fen in lines:
            self.serials += 1
            item = item_of(self.world.book, place.city, kind, now)
            charges.append(StayCharge(charge(item, fen, self.serials), "", True))
        add_stay_charges(place, mdtrt_id, self.person.psn_no, tuple(charges), med_type="2101")

    def discharge(self, place: Place, mdtrt_id: str) -> None:
        """End a stay now."""
        now = get_clock().now()
        discharge_patient(place, mdtrt_id, self.person.psn_no, now, told=Told(), diagnoses=[])

    def settle_stay(
        self, place: Place, mdtrt_id: str, asked: SettlementRequest, *, interim: bool
    ) -> Settled:
        """Settle what the stay has come to."""
        return settle_stay(
            place, mdtrt_id, asked, SYSTEM, stated={}, interim=interim, trace_id="desk"
        )

    def take_stay_back(self, place: Place, settled: Settled, asked: SettlementRequest) -> Settled:
        """Reverse the last settlement of a stay."""
        return reverse_stay(
            place, settled.setl_id, settled.mdtrt_id, asked, SYSTEM, trace_id="desk"
        )

    def ask_back(self, settled: Settled) -> SettlementRequest:
        """Return a new request to take a settlement back."""
        self.asked += 1
        content = hashlib.sha256(f"back {settled.setl_id}".encode()).digest()
        blank = request(self.person.psn_no, (), f"{self.person.psn_no}-{self.asked}")
        return blank._replace(request_hash=content)

    def take_back(
        self, place: Place, settled: Settled, asked: SettlementRequest | None = None
    ) -> Settled:
        """Reverse a settlement."""
        return reverse_settlement(
            place,
            settled.setl_id,
            settled.mdtrt_id,
            asked or self.ask_back(settled),
            SYSTEM,
            trace_id="desk",
        )

    def totals(self, year: int) -> tuple[int, int, int]:
        """Return deductible, outpatient and basic use of a year, in fen."""
        row = YearTotals.objects.filter(psn_no=self.person.psn_no, year=year).first()
        return (row.deductible_fen, row.outpatient_fen, row.basic_fen) if row else (0, 0, 0)

    def months(self) -> dict[int, int]:
        """Return what each month of special disease has used, in fen."""
        rows = MonthTotals.objects.filter(psn_no=self.person.psn_no)
        return {row.month: row.special_fen for row in rows}

    def everything(self) -> dict[str, object]:
        """Return all that a refused or repeated request must leave as it is."""
        return {
            "counts": [
                model.objects.count() for model in (Visit, ChargeLine, Decision, Settlement)
            ],
            "states": list(Visit.objects.order_by("id").values_list("state", flat=True)),
            "years": list(YearTotals.objects.order_by("id").values_list()),
            "months": list(MonthTotals.objects.order_by("id").values_list()),
            "money": self.money(),
        }

    def money(self, *places: Place) -> dict[str, int]:
        """Return the balance of every ledger account that these places' settlements touch."""
        psn_no, pool = self.person.psn_no, self.person.pool
        codes = [f"account:{psn_no}", f"aid:{psn_no}"]
        codes += [f"fund:{pool}:{kind}" for kind in FUNDS]
        for place in places:
            codes += [f"hospital:{place.code}:{part}" for part in ("fund", "account", "cash")]
            codes += [f"cash:{place.code}", f"agency:{place.pool}"]
            codes += [f"clearing:{pool}:{place.pool}:{kind}" for kind in FUNDS]
        held = balances(codes)
        return {code: held.get(code, 0) for code in codes}


def moved(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """Return what changed between two looks at the money, by account."""
    return {code: after[code] - before[code] for code in after if after[code] != before[code]}


def sum_of(first: SettledAmounts, second: SettledAmounts) -> list[int]:
    """Return two settlements' amounts added up."""
    return [one + other for one, other in zip(first, second, strict=True)]
