"""Families of the demonstration (演示家庭): somebody entrusts a neighbour, a child has guardians.

Made once for each city, so that acting for another can be tried at a glance.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from rongcheng.foundation.people.public import (
    NewGuardianship,
    NewMandate,
    accept_mandate,
    age_on,
    give_mandate,
    list_mandates_of,
    mandate_limits,
    record_guardianship,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.simulation.population import SampleResident
from rongcheng.web.actor import Actor

LASTING = timedelta(days=300)
TOKEN = "demo"  # noqa: S105 - names a form, opens nothing
DOCUMENT, WITNESS = "出生医学证明样例1号", "样例·见证人"
Known = Sequence[tuple[SampleResident, UUID]]


def make_families(book: PolicyBook, members: Sequence[SampleResident], ids: Sequence[UUID]) -> None:
    """Let two who have sign-in cards act for others in each city, one offer waiting."""
    today = get_clock().today()
    known = list(zip(members, ids, strict=True))
    years = mandate_limits().adult_years
    for city in book.cities():
        here = [(m, i) for m, i in known if m.city == city.code]
        adults = [pair for pair in here if age_on(pair[0].born_on, today) >= years]
        children = [pair for pair in here if age_on(pair[0].born_on, today) < years]
        if len(adults) >= 3:
            _make_family(book.metro, city.code, adults, children)


def _make_family(metro: str, city: str, adults: Known, children: Known) -> None:
    agent, giver, asker = adults[:3]
    if list_mandates_of(agent[1]):
        return
    given = give_mandate(
        _self(giver), _mandate(giver, agent, "settlements", "access"), token=f"{TOKEN}-1"
    )
    accept_mandate(_self(agent), given.number)
    give_mandate(_self(asker), _mandate(asker, agent, "filings"), token=f"{TOKEN}-2")
    clerk = Actor("staff", "demo", label="样例·窗口", role="clerk", city=city, metro=metro)
    for child in children[:1]:
        for guardian in (agent, giver):
            wanted = NewGuardianship(child[1], guardian[1], DOCUMENT, WITNESS)
            record_guardianship(clerk, wanted, token=f"{TOKEN}-{guardian[1]}")


def _mandate(
    giver: tuple[SampleResident, UUID], agent: tuple[SampleResident, UUID], *matters: str
) -> NewMandate:
    today = get_clock().today()
    return NewMandate(giver[1], agent[1], frozenset(matters), today, today + LASTING)


def _self(one: tuple[SampleResident, UUID]) -> Actor:
    member, person = one
    return Actor("resident", str(person), label=member.name, person_id=person)
