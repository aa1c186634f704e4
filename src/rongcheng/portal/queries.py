"""Reads of the portal (门户查询): the demonstration's sign-in cards."""

from __future__ import annotations

from typing import Any, NamedTuple

from rongcheng.foundation.people.public import visible_residents, visible_staff
from rongcheng.web.actor import SYSTEM

ROLE_ORDER = ("resident", "desk", "clerk", "officer", "head", "fund", "office")


class DemoAccount(NamedTuple):
    """One sign-in card: login, the invented name, audience, city code, standing in insurance.

    `department` is empty for whoever works for all of her city's.
    """

    login: str
    label: str
    audience: str
    city: str
    standing: str
    institution: str
    department: str = ""


def list_demo_accounts(metro: str) -> list[DemoAccount]:
    """Return a metro's demonstration accounts: residents first, then staff by role and city.

    Three queries. Only accounts made for the demonstration are listed, whatever else exists.
    """
    demo = {"metro": metro, "account__demo": True, "account__is_active": True}
    people = (
        visible_residents(SYSTEM)
        .filter(**demo)
        .select_related("account")
        .prefetch_related("insurances")
    )
    staff = visible_staff(SYSTEM).filter(**demo).select_related("account")
    cards = [*map(_card_of_resident, people), *map(_card_of_staff, staff)]
    return sorted(cards, key=lambda c: (ROLE_ORDER.index(c.audience), c.city, c.login))


def _card_of_resident(person: Any) -> DemoAccount:
    covered = min(person.insurances.all(), key=lambda held: held.insured_from, default=None)
    return DemoAccount(
        login=person.account.login,
        label=person.name,
        audience="resident",
        city=person.home_city,
        standing=covered.standing if covered else "",
        institution="",
    )


def _card_of_staff(member: Any) -> DemoAccount:
    return DemoAccount(
        login=member.account.login,
        label=member.name,
        audience=member.role,
        city=member.city,
        standing="",
        institution=member.institution_code or "",
        department=member.department,
    )
