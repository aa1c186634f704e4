"""An invented family for tests of mandates: a father, his daughter, a stranger, a clerk."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from rongcheng.foundation.people import public as people
from rongcheng.web.actor import Actor
from tests.foundation.people.samples import METRO, number

CLERK = Actor("staff", "clerk-1", label="样例经办", role="clerk", city="430300", metro=METRO)
FIRST, LAST = date(2024, 4, 15), date(2025, 3, 1)


class Family(NamedTuple):
    """Opaque ids."""

    father: UUID
    daughter: UUID
    stranger: UUID


def family() -> Family:
    """Register all three, once however often asked."""
    born = {"父亲": ("19580520", "991"), "女儿": ("19860307", "992"), "别人": ("19900307", "993")}
    return Family(
        *(
            people.register_resident(
                metro=METRO, name=f"样例·{name}", id_number=number(*card), home_city="430300"
            )
            for name, card in born.items()
        )
    )


def me(person: UUID) -> Actor:
    """Return a resident as she is signed in."""
    return Actor("resident", str(person), label="样例", person_id=person, metro=METRO)


def wanted(members: Family, *matters: str) -> people.NewMandate:
    """Return the mandate that the father gives his daughter."""
    chosen = frozenset(matters or ("settlements",))
    return people.NewMandate(members.father, members.daughter, chosen, FIRST, LAST)


def entrust(members: Family, *matters: str) -> int:
    """Let the father entrust his daughter and her accept; return the number."""
    given = people.give_mandate(me(members.father), wanted(members, *matters), token="T-1")
    people.accept_mandate(me(members.daughter), given.number)
    return given.number
