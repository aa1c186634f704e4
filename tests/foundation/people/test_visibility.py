"""Who sees whom: one row filter for each model, whatever the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from rongcheng.foundation.people.models import MutualAid
from rongcheng.foundation.people.public import (
    add_staff,
    enrol_all,
    link_mutual_aid,
    visible_insurances,
    visible_residents,
    visible_staff,
)
from rongcheng.web.actor import SYSTEM, Actor
from tests.foundation.people.samples import METRO, enrol_employee, register_lin
from tests.foundation.people.test_enrolment import register_chen

pytestmark = pytest.mark.django_db

DESK = Actor("staff", "", role="desk", city="430100", institution="H43010299999")
MACHINE = Actor("machine", "H43010299999", institution="H43010299999")


def test_a_resident_sees_herself_and_staff_see_nobody_in_a_list() -> None:
    lin = register_lin()
    enrol_employee(lin, psn_no="SAMPLE-LIN")
    (chen,) = enrol_all([register_chen()])
    me = Actor("resident", str(lin), person_id=lin)
    stranger = Actor("resident", "x")
    assert [row.id for row in visible_residents(me)] == [lin]
    assert [row.psn_no for row in visible_insurances(me)] == ["SAMPLE-LIN"]
    for actor in (DESK, MACHINE, stranger, *(replace(DESK, role=r) for r in ("clerk", "office"))):
        assert not visible_residents(actor).exists()
        assert not visible_insurances(actor).exists()
    assert visible_residents(SYSTEM).count() == 2
    assert {row.psn_no for row in visible_insurances(SYSTEM)} == {"SAMPLE-LIN", chen.psn_no}


def test_family_aid_is_seen_from_both_sides() -> None:
    lin = register_lin()
    enrol_employee(lin, psn_no="SAMPLE-LIN")
    (chen,) = enrol_all([register_chen()])
    link_mutual_aid(
        payer_psn_no="SAMPLE-LIN", beneficiary_psn_no=chen.psn_no, since=date(2024, 4, 1)
    )
    sides = (lin, chen.resident_id)
    actors = [Actor("resident", str(person), person_id=person) for person in sides]
    seen = [MutualAid.objects.visible_to(a).count() for a in (*actors, SYSTEM, DESK)]
    assert seen == [1, 1, 1, 0]


def test_staff_see_themselves_and_the_office_its_city() -> None:
    add = partial(add_staff, metro=METRO, name="样例·乙")
    clerk = add(login="clerk-a", role="clerk", city="430100")
    office = add(login="office-a", role="office", city="430100")
    other = add(login="clerk-b", role="clerk", city="430200")

    def seen(actor: Actor) -> set[object]:
        return {row.id for row in visible_staff(actor)}

    assert seen(Actor("staff", str(clerk), role="clerk", city="430100")) == {clerk}
    assert seen(Actor("staff", str(office), role="office", city="430100")) == {clerk, office}
    assert seen(SYSTEM) == {clerk, office, other}
    assert seen(MACHINE) == set()
    assert seen(Actor("resident", "x", person_id=clerk)) == set()
