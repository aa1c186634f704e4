"""More kinds of care on the demo day (演示日的其他医疗).

Stays, a birth, a special disease and a bill taken back. Each is done once by its
request id; repeating finds it and leaves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from rongcheng.foundation.institutions.public import InstitutionInfo
from rongcheng.foundation.people.public import get_insurance
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.public import (
    CareKind,
    Told,
    find_by_request,
    place_of_institution,
    reverse_settlement,
    settle_visit,
)
from rongcheng.simulation.places import first_hospital, machine_actor
from rongcheng.simulation.stays import Bill, StayPlan, charges_of, play_stay, request_of


class _Planned(NamedTuple):
    """A demo stay: whose city and which resident, in whose city, what, how long, the bill."""

    home: int
    resident: str
    care: int
    kind: CareKind
    days: int
    bill: Bill
    told: Told


_PLANNED = Told(admission_type="1")
_EMERGENCY = Told(admission_type="2")
_BIRTH = Told(admission_type="1", birth_way="natural")
STAYS = (
    _Planned(-1, "0000", 0, CareKind.INPATIENT, 8, Bill(1_500_000, 400_000, 60_000), _PLANNED),
    _Planned(0, "0003", 0, CareKind.INPATIENT, 5, Bill(620_000, 150_000, 12_000), _PLANNED),
    _Planned(-1, "0003", 0, CareKind.INPATIENT, 10, Bill(2_400_000, 900_000, 88_000), _PLANNED),
    _Planned(1, "0002", 0, CareKind.INPATIENT, 3, Bill(980_000, 210_000), _EMERGENCY),
    _Planned(1, "0000", 0, CareKind.MATERNITY_STAY, 4, Bill(560_000, 90_000, 20_000), _BIRTH),
)
"""Cities by their order in the pack (-1 the last); residents by the number of their login."""
SPECIAL = Bill(class_a=42_000)
TAKEN_BACK = Bill(class_a=18_800)
AFTERNOON = time(15)


def play_stays(book: PolicyBook, numbers: Mapping[str, str], day: date) -> None:
    """Play the demo day's stays, a special-disease visit and a bill that is taken back.

    `numbers` are the demo residents' person numbers by login.
    """
    cities = [city.code for city in book.cities()]
    for order, planned in enumerate(STAYS, 1):
        at = datetime.combine(day, AFTERNOON, SHANGHAI) + timedelta(minutes=order)
        insurance = get_insurance(numbers[f"{cities[planned.home]}-{planned.resident}"])
        plan = StayPlan(
            insurance.psn_no,
            insurance.resident_id,
            int(planned.kind),
            at - timedelta(days=planned.days),
            at - timedelta(hours=4),
            planned.bill,
            f"DEMO-{book.metro}-STAY-{order}",
            planned.told,
        )
        with use_clock(FixedClock(at)):
            hospital = first_hospital(book.metro, cities[planned.care])
            play_stay(book, hospital, plan, machine_actor(hospital))
    at = datetime.combine(day, AFTERNOON, SHANGHAI) + timedelta(minutes=20)
    hospital = first_hospital(book.metro, cities[0])
    with use_clock(FixedClock(at)):
        _see_for_disease(book, hospital, numbers[f"{cities[-1]}-0001"], at)
        _take_back(book, hospital, numbers[f"{cities[-1]}-0002"], at)


def _see_for_disease(
    book: PolicyBook, hospital: InstitutionInfo, psn_no: str, at: datetime
) -> None:
    """Settle a visit away from home for the disease that was granted at home."""
    request_id = f"DEMO-{book.metro}-SPECIAL"
    if find_by_request(hospital.code, request_id) is not None:
        return
    insurance = get_insurance(psn_no)
    diseases = book.resolve(
        "health.special.diseases", at=insurance.pool, on=at.date(), scheme=insurance.scheme
    ).value
    assert isinstance(diseases, tuple)
    charges = charges_of(book, hospital, SPECIAL, at - timedelta(minutes=30))
    kind, disease = int(CareKind.SPECIAL_DISEASE), diseases[0].code
    request = request_of(psn_no, kind, charges, request_id, disease_code=disease)
    settle_visit(place_of_institution(hospital), request, machine_actor(hospital), trace_id="demo")


def _take_back(book: PolicyBook, hospital: InstitutionInfo, psn_no: str, at: datetime) -> None:
    """Settle a wrong bill and take it back."""
    request_id = f"DEMO-{book.metro}-WRONG"
    if find_by_request(hospital.code, f"{request_id}-R") is not None:
        return
    place = place_of_institution(hospital)
    kind = int(CareKind.OUTPATIENT)
    charges = charges_of(book, hospital, TAKEN_BACK, at - timedelta(minutes=30))
    wrong = settle_visit(
        place,
        request_of(psn_no, kind, charges, request_id),
        machine_actor(hospital),
        trace_id="demo",
    )
    back = request_of(psn_no, kind, (), f"{request_id}-R")
    reverse_settlement(
        place, wrong.setl_id, wrong.mdtrt_id, back, machine_actor(hospital), trace_id="demo"
    )
