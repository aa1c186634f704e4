"""Colleagues of an authority: whom a case may be given to, and the names of those who had it."""

from __future__ import annotations

from functools import partial

import pytest

from rongcheng.foundation.people.public import (
    add_staff,
    deactivate_staff,
    list_colleagues,
    name_colleagues,
)
from rongcheng.web.actor import SYSTEM

pytestmark = pytest.mark.django_db
METRO = "changzhutan"


def test_colleagues_are_those_of_the_place_and_role_who_are_there_today() -> None:
    add = partial(add_staff, metro=METRO, name="样例·承办", role="officer", city="430100")
    first, second = add(login="one"), add(login="two")
    province = add(login="three", city="430000")
    add(login="four", role="head")
    add(login="five", city="430200")
    add(login="six", metro="chengdemeizi")
    assert {row.id for row in list_colleagues(METRO, "430100", "officer")} == {first, second}
    assert [row.id for row in list_colleagues(METRO, "430000", "officer")] == [province]
    assert list_colleagues(METRO, "430000", "head") == []
    ids = [row.id for row in list_colleagues(METRO, "430100", "officer")]
    assert ids == sorted(ids)


def test_whoever_left_gets_nothing_more_and_keeps_her_name() -> None:
    gone = add_staff(login="one", metro=METRO, name="样例·承办甲", role="officer", city="430100")
    deactivate_staff("one", SYSTEM)
    assert list_colleagues(METRO, "430100", "officer") == []
    named = name_colleagues([gone])
    assert (named[gone].name, named[gone].role, named[gone].city) == (
        "样例·承办甲",
        "officer",
        "430100",
    )
