"""Demo applications for special-disease statuses (演示慢特病认定): waiting, granted, refused.

Hospitals send them and the city of insurance reviews, as it would: who has which disease, and why
one is refused, is invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from rongcheng.foundation.institutions.public import InstitutionInfo
from rongcheng.foundation.people.public import get_insurance, get_resident
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.public import (
    Member,
    NewApplication,
    apply_for_special_disease,
    list_applications_of,
    review_special_disease,
)
from rongcheng.simulation.places import first_hospital
from rongcheng.simulation.population import SampleResident
from rongcheng.simulation.rated_services import staff_of
from rongcheng.web.actor import Actor

OPENING, REVIEWED = time(8), time(15)
LACKING = "出院记录没有写明分期，请医院补写后重新申请（样例）"


class Request(NamedTuple):
    """One application of a city's resident: which disease of the list, when, and its answer.

    `accepted` is None while it waits; `away` says that a hospital of the next city sends it.
    """

    login: str
    disease: int
    days_ago: int
    accepted: bool | None = None
    away: bool = False


REQUESTS = (
    Request("0002", 1, 20, accepted=True),
    Request("0000", 2, 12, accepted=False),
    Request("0006", 2, 3, away=True),
    Request("0003", 1, 0),
)
"""What is asked for in each city; invented."""


def ask_for_diseases(
    book: PolicyBook, members: Sequence[SampleResident], numbers: Mapping[str, str], day: date
) -> None:
    """Let hospitals apply for some residents of each city, and cities answer, once."""
    for member in members:
        for wanted in REQUESTS:
            if wanted.login == member.login[-4:]:
                _ask(book, member, numbers[member.login], wanted, day)


def _ask(book: PolicyBook, member: SampleResident, psn_no: str, wanted: Request, day: date) -> None:
    insurance = get_insurance(psn_no)
    on = day - timedelta(days=wanted.days_ago)
    diseases = book.resolve(
        "health.special.diseases", at=insurance.pool, on=on, scheme=insurance.scheme
    ).value
    assert isinstance(diseases, tuple)
    code = diseases[min(wanted.disease, len(diseases) - 1)].code
    if any(row.disease_code == code for row in list_applications_of(psn_no)):
        return
    cities = [city.code for city in book.cities()]
    city = cities[(cities.index(member.city) + wanted.away) % len(cities)]
    hospital = first_hospital(book.metro, city)
    whose = Member(get_resident(insurance.resident_id), insurance)
    with use_clock(_at(on, OPENING)):
        sent = apply_for_special_disease(
            _sender(hospital), whose, NewApplication(code, hospital.code, on, on)
        )
    if wanted.accepted is not None:
        clerk = staff_of(book, member.city, "clerk")
        why = "" if wanted.accepted else LACKING
        with use_clock(_at(on + timedelta(days=1), REVIEWED)):
            review_special_disease(clerk, sent.application_no, accept=wanted.accepted, reason=why)


def _sender(hospital: InstitutionInfo) -> Actor:
    return Actor(
        "machine",
        hospital.code,
        institution=hospital.code,
        city=hospital.city,
        metro=hospital.metro,
    )


def _at(day: date, hour: time) -> FixedClock:
    return FixedClock(datetime.combine(day, hour, SHANGHAI))
