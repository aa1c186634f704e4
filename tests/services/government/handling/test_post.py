"""A result by post: where to is read by who posts it and by nobody else, then it is dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from rongcheng.foundation.cases.public import (
    Case,
    address_of,
    get_case,
    has_address,
    last_address,
    letters_of,
    open_letter,
    steps_of,
)
from rongcheng.foundation.outbox.public import notices_of
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.government.applying.applications import get_application
from rongcheng.services.government.applying.delivering import keep_delivery, readdress
from rongcheng.services.government.case_errors import StepIncomplete
from rongcheng.services.government.passing.running import pass_days
from rongcheng.services.government.posting.addresses import PostAddress, address_faults
from rongcheng.services.government.posting.errors import (
    AddressFaulty,
    NotByPost,
    PostedElsewhere,
)
from rongcheng.services.government.public import CaseState
from rongcheng.web.actor import SYSTEM, Actor
from tests.services.government.handling.conftest import CHANGSHA, XIANGTAN, ZHUZHOU, Town
from tests.services.government.handling.test_three_modes import MOVE
from tests.services.government.handling.test_warnings import FOOD, PAPERS
from tests.services.government.post_address import ADDRESS, WHERE

PARCEL = {"by": "post", "carrier": "样例快递", "tracking": "YL123"}


def begun(town: Town, person: Actor) -> Case:
    """A draft for a food permit of Zhuzhou, with its papers."""
    assert person.person_id is not None
    case = town.begin(person, person.person_id, "food-permit", FOOD, ZHUZHOU)
    town.papers(person, case, *PAPERS)
    return case


def decided(town: Town, person: Actor, delivery: str = "post", *, granted: bool = True) -> Case:
    """The same, handed over and decided."""
    case = town.submit(person, begun(town, person), delivery=delivery, address=WHERE)
    case = town.step(town.staff("clerk", ZHUZHOU), case, "ACCEPT")
    case = town.step(town.staff("officer", ZHUZHOU), case, "BEGIN_REVIEW")
    why = "" if granted else "样例理由"
    return town.step(town.staff("head", ZHUZHOU), case, "DECIDE", why, granted=granted)


def readers(case: Case, *askers: Actor) -> list[bool]:
    """Which of them may read where a case goes."""
    return [address_of(one, case) is not None for one in askers]


def tables_with(text: str) -> list[str]:
    """The tables in which a text stands in clear."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        found = []
        for (table,) in cursor.fetchall():
            query = f'select exists (select 1 from "{table}" t where t::text like %s)'
            cursor.execute(query, [f"%{text}%"])
            if cursor.fetchone() == (True,):
                found.append(table)
    return found


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, []),
        ({"postcode": "", "phone": "0731-88880000"}, []),
        ({"phone": "010 8888"}, ["phone"]),
        ({"phone": "23900000001", "postcode": "41200"}, ["phone", "postcode"]),
        ({"receiver": "", "region": "", "street": ""}, ["receiver", "region", "street"]),
        ({"street": "样" * 121, "receiver": "样" * 41, "region": "湘"},
         ["receiver", "region", "street"]),
    ],
)  # fmt: skip
def test_everything_wrong_with_an_address_at_once(
    changed: dict[str, str], wrong: list[str]
) -> None:
    faults = address_faults(WHERE._replace(**changed))
    assert [fault.field for fault in faults] == wrong
    assert not any(text and text in fault.zh for fault in faults for text in changed.values())


def test_nothing_is_handed_over_without_where_to(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    case = begun(town, person)
    with pytest.raises(AddressFaulty) as told:
        town.submit(person, case, delivery="post")
    assert len(told.value.faults) == 4
    with pytest.raises(AddressFaulty):
        town.submit(person, case, delivery="post", address=WHERE._replace(phone="12"))
    assert get_case(person, case.number).state == CaseState.DRAFT
    assert not has_address(case)
    # What comes in another way needs none, and keeps none that was written before.
    form = {"delivery": "post", **ADDRESS, "post-phone": ""}
    keep_delivery(person, get_application(person, case.number), form)
    kept = address_of(person, case)
    assert kept is not None
    assert kept.words == {**WHERE._asdict(), "phone": ""}
    assert get_case(person, case.number).delivery == "post"
    town.submit(person, case, delivery="counter")
    assert not has_address(case)


def test_only_who_posts_it_reads_it_and_only_until_it_is_sent(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    here = [town.staff(role, ZHUZHOU) for role in ("clerk", "officer", "head")]
    market = replace(here[1], department="market")
    strangers = [
        replace(here[1], department="police"),
        town.staff("office", ZHUZHOU),
        town.staff("officer", XIANGTAN),
        town.resident(ZHUZHOU),
        replace(here[2], metro="chengdemeizi"),
    ]
    case = town.submit(person, begun(town, person), delivery="post", address=WHERE)
    assert readers(case, person, SYSTEM, *here, market, *strangers) == [True] * 2 + [False] * 9
    case = town.step(here[0], case, "ACCEPT")
    case = town.step(here[1], case, "BEGIN_REVIEW")
    assert readers(case, *here) == [False] * 3
    case = town.step(town.staff("head", ZHUZHOU), case, "DECIDE", granted=True)
    assert readers(case, person, *here, market, *strangers) == [True] * 5 + [False] * 5
    town.step(here[1], case, "DELIVER", **PARCEL)
    assert readers(case, person, *here, market, *strangers) == [True] + [False] * 9


def test_a_window_reads_what_it_takes_in_and_a_part_reads_nothing(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    assert person.person_id is not None
    counter, other = town.staff("clerk", CHANGSHA), town.staff("clerk", ZHUZHOU)
    case = town.begin(counter, person.person_id, "hukou-transfer", MOVE, "430102")
    town.papers(counter, case, "id-card", "household-register", "work-proof")
    form = {"delivery": "post", **ADDRESS}
    keep_delivery(counter, get_application(counter, case.number), form)
    officer = town.staff("officer", CHANGSHA)
    assert readers(case, counter, officer, other) == [True, False, False]
    case = town.submit(counter, case)
    assert case.delivery == "post"
    assert readers(case, counter, officer, other) == [False] * 3
    case = town.step(counter, case, "ACCEPT")
    part = town.staff("officer", ZHUZHOU)
    assert get_case(part, case.number).number == case.number
    assert readers(case, part, other, officer) == [False] * 3


def test_without_an_address_nothing_is_posted(town: Town) -> None:
    person, officer = town.resident(ZHUZHOU), town.staff("officer", ZHUZHOU)
    # Refused: the applicant had chosen the counter, so there is no address.
    case = decided(town, person, "counter", granted=False)
    with pytest.raises(StepIncomplete) as told:
        town.step(officer, case, "DELIVER", **PARCEL)
    assert "本人写的邮寄地址" in told.value.message("zh")
    assert get_case(person, case.number).state == CaseState.DECIDED
    # Refused, and by post: the notice goes where the result would have gone.
    other = decided(town, person, granted=False)
    sent = town.step(officer, other, "DELIVER", **PARCEL)
    assert sent.state == CaseState.DELIVERED


def test_a_window_elsewhere_posts_nothing(town: Town) -> None:
    person, counter = town.resident(ZHUZHOU), town.staff("clerk", CHANGSHA)
    assert person.person_id is not None
    case = town.begin(counter, person.person_id, "food-permit", FOOD, "430102")
    town.papers(counter, case, *PAPERS)
    case = town.submit(counter, case, delivery="post", address=WHERE)
    case = town.step(counter, case, "TRANSFER", by="wire", papers_checked=True)
    window = town.staff("clerk", ZHUZHOU)
    case = town.step(window, town.step(window, case, "ARRIVE"), "ACCEPT")
    case = town.step(town.staff("officer", ZHUZHOU), case, "BEGIN_REVIEW")
    case = town.step(town.staff("head", ZHUZHOU), case, "DECIDE", granted=True)
    with pytest.raises(PostedElsewhere):
        town.step(counter, case, "DELIVER", **PARCEL)
    assert get_case(SYSTEM, case.number).state == CaseState.DECIDED


def test_what_is_told_names_the_parcel_and_the_address_stands_nowhere(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    case = decided(town, person)
    case = town.step(town.staff("officer", ZHUZHOU), case, "DELIVER", **PARCEL)
    told = notices_of(person.person_id)[0]  # type: ignore[arg-type]
    assert told.title_key == "government.notice.deliver_posted"
    assert (told.params["carrier"], told.params["tracking"]) == ("样例快递", "YL123")
    assert steps_of(case)[-1].data == PARCEL
    for letter in letters_of(person, case):
        found = open_letter(person, case, letter.seq)
        assert found is not None
        assert WHERE.street not in str(found[1])
    assert [tables_with(text) for text in (WHERE.street, WHERE.receiver, WHERE.phone)] == [[]] * 3
    assert "cases_step" in tables_with("YL123")


def test_she_changes_it_until_it_is_sent(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    case = decided(town, person)
    application = get_application(person, case.number)
    other = WHERE._replace(street="样例路 10 号")
    for _ in range(2):
        readdress(person, application, other)
    found = address_of(person, case)
    assert found is not None
    assert PostAddress(**found.words) == other
    with pytest.raises(AddressFaulty):
        readdress(person, application, other._replace(region=""))
    assert address_of(person, case) == found
    town.step(town.staff("officer", ZHUZHOU), case, "DELIVER", **PARCEL)
    with pytest.raises(NotByPost):
        readdress(person, application, WHERE)
    assert address_of(person, case) == found
    assert last_address(person, case.person_id, []) == found
    assert last_address(person, case.person_id, [case.id]) is None
    assert last_address(town.staff("officer", ZHUZHOU), case.person_id, []) is None


def test_it_is_dropped_when_its_time_is_over(town: Town, clock: FixedClock) -> None:
    person = town.resident(ZHUZHOU)
    left, case = begun(town, person), decided(town, person)
    form = {"delivery": "post", **ADDRESS}
    keep_delivery(person, get_application(person, left.number), form)
    under_way = town.submit(person, begun(town, person), delivery="post", address=WHERE)
    town.step(town.staff("officer", ZHUZHOU), case, "DELIVER", **PARCEL)

    def after(days: int) -> list[bool]:
        day = date(2026, 3, 2) + timedelta(days=days)
        clock.set(datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI))
        pass_days()
        return [has_address(one) for one in (left, case, under_way)]

    assert after(179) == [True, True, True]
    assert after(180) == [False, False, True]
    assert pass_days()["drop_address"].done == 0
