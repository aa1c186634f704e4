"""Demo ratings (演示评价): services that counters took in, handed out and had rated.

In the first city of a metro area residents without an account have a housing-fund certificate made
out at a counter and rate by the code on the receipt: just as many as it takes for figures to be
published. One was not satisfied, and her city is to call her back.
"""

from __future__ import annotations

from collections.abc import Sequence

from rongcheng.foundation.cases.public import Case, Handed
from rongcheng.foundation.code.public import ensure_keys
from rongcheng.foundation.people.public import find_resident_by_id_number, list_colleagues
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.public import (
    CHANNEL_COUNTER,
    CaseEvent,
    NewCase,
    Step,
    Submission,
    Wish,
    code_for,
    hand_in_materials,
    open_case,
    rate_by_code,
    submit_case,
    take_step,
)
from rongcheng.simulation.population import SampleResident
from rongcheng.web.actor import Actor

ITEM = "housing-fund-certificate"
GRADES = (1, 2, 1, 5, 2)
"""How satisfied they are, in turn, as annex A.8 of GB/T 39046-2020 counts."""
UNHAPPY = 5
WORDS = "等得太久；跑了好几趟。样例：两次来都说系统正在升级，没有人告诉我改到哪天。"


def rate_services(book: PolicyBook, people: Sequence[SampleResident]) -> None:
    """Let a counter of the first city serve some of these, who rate it; once however often.

    They come today, not on the demo day: what is granted is signed, with a key of today.
    """
    ensure_keys(book.metro)
    city = book.cities()[0].code
    for person, grade in zip((one for one in people if one.city == city), GRADES, strict=False):
        _serve_and_rate(book, person, grade)


def _serve_and_rate(book: PolicyBook, person: SampleResident, grade: int) -> None:
    clerk = staff_of(book, person.city, "clerk")
    case = _taken_in(book, clerk, person)
    if case.granted is None:
        officer = staff_of(book, person.city, "officer")
        take_step(officer, case.number, CaseEvent.ACCEPT, Step("demo-accept"))
        granted = Step("demo-decide", data={"granted": True})
        take_step(officer, case.number, CaseEvent.DECIDE, granted)
    handed = Step("demo-deliver", data={"by": "counter", "identity": "card"})
    code = code_for(take_step(clerk, case.number, CaseEvent.DELIVER, handed))
    # Whoever rated already has no code any more.
    if code:
        rate_by_code(code, Wish("demo-rate", grade, WORDS if grade == UNHAPPY else ""))


def staff_of(book: PolicyBook, city: str, role: str) -> Actor:
    """Return the first of a city's staff in a role who work for all departments, as who acts."""
    one = list_colleagues(book.metro, city, role, "")[0]
    return Actor("staff", str(one.id), one.name, role=one.role, city=one.city, metro=book.metro)


def _taken_in(book: PolicyBook, clerk: Actor, person: SampleResident) -> Case:
    """Take in one case at a counter, with the card seen and its papers."""
    served = find_resident_by_id_number(book.metro, person.id_number)
    district = next(place.code for place in book.districts() if place.city == person.city)
    answers = {
        "name": served.name,
        "id_number": person.id_number,
        "mobile": "13900000000",
        "account_district": district,
        "loan_city": next(city.code for city in book.cities() if city.code != person.city),
    }
    token = f"demo-{ITEM}-{served.id}"
    wanted = NewCase(served.id, ITEM, district, False, token, CHANNEL_COUNTER, answers)
    case = open_case(clerk, wanted)
    if case.submitted_on is not None:
        return case
    papers = [paper.id for paper in book.government.item(ITEM).versions[-1].materials]
    hand_in_materials(clerk, case.number, [Handed(one, "paper", originals=1) for one in papers])
    return submit_case(clerk, case.number, Submission("demo-submit", "card", delivery="counter"))
