"""Registration: once for each ID number, which is never stored or shown in clear."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

import pytest
from django.db import connection

from rongcheng.foundation.people.models import Resident
from rongcheng.foundation.people.public import (
    NewResident,
    RegisteredUnderAnotherName,
    ResidentInfo,
    ResidentNotFound,
    correct_name,
    find_resident_by_id_number,
    get_resident,
    list_residents,
    move_home,
    register_resident,
    register_residents,
    reveal_id_number,
)
from rongcheng.kernel.crypto import KeyRing, configure, suite
from rongcheng.kernel.errors import ResidentIdInvalid, SealBroken
from tests.foundation.people.samples import CHEN, LIN, METRO, number, register_lin
from tests.foundation.threads import at_once

pytestmark = pytest.mark.django_db


def stored() -> list[str]:
    """Return every row of every table of people, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select t::text from people_resident t union all "
            "select t::text from people_insurance t order by 1"
        )
        return [row for (row,) in cursor.fetchall()]


def test_a_registered_resident_is_found_by_her_id_number() -> None:
    resident_id = register_lin()
    found = find_resident_by_id_number(METRO, LIN.lower())
    assert found == ResidentInfo(
        resident_id, METRO, "林样例", date(1990, 3, 7), 1, "430300", "430302"
    )
    assert get_resident(resident_id) == found
    assert list_residents([resident_id, UUID(int=1)]) == {resident_id: found}
    assert resident_id.version == 7


def test_registering_again_gives_the_same_resident() -> None:
    first = register_lin()
    before = stored()
    assert register_lin() == first
    assert stored() == before


def test_another_name_for_the_number_is_refused() -> None:
    register_lin()
    before = stored()
    with pytest.raises(RegisteredUnderAnotherName) as caught:
        register_lin(name="林改名")
    assert "林" not in str(caught.value)
    assert stored() == before


def test_each_metro_registers_for_itself() -> None:
    here = register_lin()
    there = register_resident(metro="othermetro", name="林样例", id_number=LIN, home_city="510100")
    assert there != here
    assert find_resident_by_id_number("othermetro", LIN).id == there


@pytest.mark.parametrize("wrong", ["", "430302199003079991", "43030219900307999", "身份证"])
def test_a_mistyped_number_is_refused(wrong: str) -> None:
    with pytest.raises(ResidentIdInvalid):
        register_resident(metro=METRO, name="林样例", id_number=wrong, home_city="430300")
    with pytest.raises(ResidentIdInvalid):
        find_resident_by_id_number(METRO, wrong)
    assert stored() == []


def test_unknown_people_are_not_found() -> None:
    register_lin()
    with pytest.raises(ResidentNotFound):
        find_resident_by_id_number(METRO, CHEN)
    with pytest.raises(ResidentNotFound):
        get_resident(UUID(int=1))
    with pytest.raises(ResidentNotFound):
        reveal_id_number(UUID(int=1))


def test_many_are_registered_at_once_all_or_none() -> None:
    people = [NewResident("样例·甲", number(serial=f"{n}9"), "430100") for n in range(10, 60)]
    register_lin()
    ids = register_residents(METRO, [*people, NewResident("林样例", LIN, "430300"), people[0]])
    assert len(set(ids)) == 51
    assert ids[-1] == ids[0]
    before = stored()
    with pytest.raises(RegisteredUnderAnotherName):
        register_residents(
            METRO, [NewResident("陈样例", CHEN, "430100"), NewResident("x", LIN, "x")]
        )
    assert stored() == before


def test_the_number_lies_sealed_and_nothing_shows_it() -> None:
    resident_id = register_lin()
    row = Resident.objects.get(id=resident_id)
    shown = " ".join([*stored(), str(row), repr(row), repr(get_resident(resident_id))])
    assert LIN not in shown
    assert LIN.encode().hex() not in shown
    assert LIN not in repr(NewResident("林样例", LIN, "430300"))
    assert "林样例" not in f"{row} {row!r} {get_resident(resident_id)!r}"
    assert row.key_version == 2
    assert reveal_id_number(resident_id) == LIN


def test_a_sealed_number_opens_in_its_own_row_only() -> None:
    lin = register_lin()
    chen = register_resident(metro=METRO, name="陈样例", id_number=CHEN, home_city="430100")
    sealed = Resident.objects.get(id=lin).id_number_sealed
    Resident.objects.filter(id=chen).update(id_number_sealed=sealed)
    with pytest.raises(SealBroken):
        reveal_id_number(chen)


def test_after_a_key_rotation_everybody_is_still_found_and_opened() -> None:
    resident_id = register_lin()
    keys = {1: b"1" * 32, 2: b"2" * 32, 3: b"3" * 32}
    configure(suite("international", KeyRing(versions=keys, current=3, index_key=b"i" * 32)))
    assert find_resident_by_id_number(METRO, LIN).id == resident_id
    assert reveal_id_number(resident_id) == LIN
    assert register_lin() == resident_id


def test_name_and_home_are_corrected_by_their_own_actions() -> None:
    resident_id = register_lin()
    correct_name(resident_id, "林改名")
    move_home(resident_id, "430100", "430102")
    found = get_resident(resident_id)
    assert (found.name, found.home_city, found.home_district) == ("林改名", "430100", "430102")
    assert register_lin(name="林改名") == resident_id
    for missing in (
        partial(correct_name, name="x"),
        partial(move_home, home_city="", home_district=""),
    ):
        with pytest.raises(ResidentNotFound):
            missing(UUID(int=1))


@pytest.mark.django_db(transaction=True)
def test_eight_counters_register_one_person_once() -> None:
    answers = at_once([register_lin] * 8)
    assert len(set(answers)) == 1
    assert Resident.objects.count() == 1
