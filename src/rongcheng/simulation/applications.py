"""Demo applications (演示办件), so that the queues of authorities do not start empty.

For each city somebody who moves to the next one, where an agreement carries that, and four who
apply for a residence permit at home: one waits, one lacks a paper, one is in review, and one's is
granted and waits to be posted. Those who move want the result by post, too. What counters took in,
handed out and had rated is `rated_services.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import NamedTuple
from uuid import UUID

from rongcheng.foundation.cases.public import Case, Handed
from rongcheng.foundation.people.public import get_insurance
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.public import (
    CHANNEL_PHONE,
    CaseEvent,
    NewCase,
    PostAddress,
    RouteRefused,
    Step,
    Submission,
    hand_in_materials,
    open_case,
    submit_case,
    take_step,
)
from rongcheng.simulation.population import SampleResident
from rongcheng.simulation.rated_services import staff_of
from rongcheng.web.actor import Actor

OPENING = time(9)
PERMIT, MOVE = "residence-permit", "hukou-transfer"
PERMITS_EACH_CITY = 4
POST = "post"
_LACKS, _REVIEWED, _GRANTED = 1, 2, 3
_STEPS: Mapping[int, tuple[CaseEvent, ...]] = {
    _LACKS: (CaseEvent.ASK_SUPPLEMENT,),
    _REVIEWED: (CaseEvent.ACCEPT, CaseEvent.BEGIN_REVIEW),
    _GRANTED: (CaseEvent.ACCEPT, CaseEvent.BEGIN_REVIEW),
}
"""How far the permits of a city come on the demo day; the first one waits."""


class Applicant(NamedTuple):
    """A demo resident who applies: as whom, her city and district, her number for the form."""

    actor: Actor
    city: str
    district: str
    id_number: str


def apply_for_items(
    book: PolicyBook, members: Iterable[tuple[SampleResident, str]], day: date
) -> None:
    """Let the demo residents (with their person numbers) apply, once however often repeated.

    What is granted is granted today, not on the demo day: its certificate is signed, with a key
    of today.
    """
    granted = []
    with use_clock(FixedClock(datetime.combine(day, OPENING, SHANGHAI))):
        people = [_applicant(book, member, psn_no) for member, psn_no in members]
        cities = [city.code for city in book.cities()]
        for city in cities:
            mover = next(one for one in people if one.city == city)
            _move(book, mover, cities[(cities.index(city) + 1) % len(cities)])
        for city in cities:
            at_home = [one for one in people if one.city == city][:PERMITS_EACH_CITY]
            for order, person in enumerate(at_home):
                case = _permit(book, person, order)
                if order == _GRANTED:
                    granted.append((case.number, staff_of(book, city, "head")))
    for number, head in granted:
        take_step(head, number, CaseEvent.DECIDE, Step("demo-decide", data={"granted": True}))


def _applicant(book: PolicyBook, member: SampleResident, psn_no: str) -> Applicant:
    person: UUID = get_insurance(psn_no).resident_id
    actor = Actor(
        "resident",
        str(person),
        label=member.name,
        city=member.city,
        person_id=person,
        metro=book.metro,
    )
    return Applicant(actor, member.city, member.district, member.id_number)


def _move(book: PolicyBook, person: Applicant, toward: str) -> None:
    """Move a household register to another city, if an agreement carries it from there."""
    district = next(place.code for place in book.districts() if place.city == toward)
    answers = {
        "registered": person.district,
        "moving_to": district,
        "address": "样例路 2 号",
        "reason": "work",
        "members": 1,
    }
    try:
        _apply(book, person, MOVE, answers, delivery=POST)
    except RouteRefused:
        return


def _permit(book: PolicyBook, person: Applicant, order: int) -> Case:
    """Apply for a residence permit at home; how far it has come differs."""
    answers = {
        "living": person.district,
        "address": "样例路 3 号",
        "since": "2024-09-01",
        "ground": "work",
    }
    delivery = POST if order == _GRANTED else ""
    case = _apply(book, person, PERMIT, answers, delivery=delivery, lacking=order == _LACKS)
    worker = staff_of(book, person.city, "officer")
    for event in _STEPS.get(order, ()):
        take_step(worker, case.number, event, Step(f"demo-{event.name.lower()}"))
    return case


def _apply(
    book: PolicyBook,
    person: Applicant,
    item: str,
    answers: Mapping[str, object],
    *,
    delivery: str = "",
    lacking: bool = False,
) -> Case:
    """Open, hand in and submit one case at home; every paper but the last where one should lack."""
    actor = person.actor
    assert actor.person_id is not None
    own = {"name": actor.label, "id_number": person.id_number, "mobile": "13900000000"}
    known = {field.name for field in book.government.item(item).versions[-1].form}
    given = {key: value for key, value in {**own, **answers}.items() if key in known}
    token = f"demo-{item}"
    wanted = NewCase(actor.person_id, item, person.city, True, token, CHANNEL_PHONE, given)
    case = open_case(actor, wanted)
    if case.submitted_on is not None:
        return case
    papers = [paper.id for paper in book.government.item(item).versions[-1].materials]
    there = papers[:-1] if lacking else papers
    hand_in_materials(actor, case.number, [Handed(one, "paper", originals=1) for one in there])
    wish = Submission(f"{token}-submit", incomplete=True, delivery=delivery)
    if delivery == POST:
        wish = wish._replace(address=_address(book, person))
    return submit_case(actor, case.number, wish)


def _address(book: PolicyBook, person: Applicant) -> PostAddress:
    """Return an invented address: no street of this name is in any of the cities."""
    titles = (book.metro_area().province.title, book.title_of(person.city))
    region = "".join(title["zh"] for title in (*titles, book.title_of(person.district)))
    return PostAddress(person.actor.label, "13900000000", region, "样例路 8 号（样例地址）")
