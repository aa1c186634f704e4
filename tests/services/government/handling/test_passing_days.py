"""What passing days do to cases, on PostgreSQL: once, whoever runs it, and never to a busy case."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import pytest

from rongcheng.foundation.cases.public import Case, get_case, steps_of
from rongcheng.foundation.outbox.public import notices_of
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.government.handling.finishing import TOLD
from rongcheng.services.government.models import CaseWarning, FollowUp, Rating, RatingTally
from rongcheng.services.government.passing.running import AT_ONCE, MORNING, pass_days
from rongcheng.services.government.public import CaseState
from rongcheng.web.actor import SYSTEM, Actor
from rongcheng.web.i18n import t
from tests.services.government.handling.conftest import CHANGSHA, ZHUZHOU, Town
from tests.services.government.handling.test_three_modes import LICENCE


@pytest.fixture
def person(town: Town) -> Actor:
    """A resident of Zhuzhou."""
    return town.resident(ZHUZHOU)


def pid(person: Actor) -> UUID:
    """The id of a resident."""
    assert person.person_id is not None
    return person.person_id


def to(clock: FixedClock, day: str, hour: int = 9) -> None:
    """Move to an hour of a day."""
    clock.set(datetime.fromisoformat(day).replace(hour=hour, tzinfo=SHANGHAI))


def submitted(town: Town, person: Actor, **more: object) -> Case:
    """A case handed over online by a person, everything there."""
    case = town.begin(person, pid(person), "business-licence", LICENCE, ZHUZHOU)
    town.papers(person, case, "id-card", "premises-proof")
    return town.submit(person, case, **more)


def accepted(town: Town, person: Actor, **more: object) -> Case:
    """A case that was accepted on 2 March."""
    return town.step(town.staff("clerk", ZHUZHOU), submitted(town, person, **more), "ACCEPT")


def again(case: Case) -> Case:
    """The case as it stands now."""
    return get_case(SYSTEM, case.number)


def run() -> dict[str, int]:
    """Let the days do what they do, and return what was done."""
    return {
        name: walked.done + walked.moved
        for name, walked in pass_days().items()
        if walked.done + walked.moved
    }


def test_unchecked_for_five_days_counts_as_accepted_from_the_first(
    town: Town, clock: FixedClock, person: Actor
) -> None:
    case = submitted(town, person)
    assert case.check_due_on == date(2026, 3, 9)
    to(clock, "2026-03-09", 23)
    assert run() == {"warn": 1}
    assert again(case).state == CaseState.SUBMITTED
    to(clock, "2026-03-10", 0)
    assert run() == {"deem_accepted": 1, "warn": 1}
    found = again(case)
    # Promised within one working day; article 32 counts from the day the papers were there.
    assert (found.state, found.accepted_on, found.due_on) == (
        CaseState.ACCEPTED,
        date(2026, 3, 2),
        date(2026, 3, 3),
    )
    last = steps_of(found)[-1]
    assert (last.actor_kind, last.capacity, last.data) == ("system", 7, {"since": "2026-03-02"})
    told = notices_of(pid(person))[0]
    assert told.title_key == "government.notice.deem_accepted_late"
    assert run() == {}
    assert (len(steps_of(found)), again(case).version) == (2, 2)


def test_papers_at_a_collecting_counter_are_warned_of_and_never_deemed_accepted(
    town: Town, clock: FixedClock, person: Actor
) -> None:
    counter = town.staff("clerk", CHANGSHA)
    case = town.begin(counter, pid(person), "business-licence", LICENCE, "430111")
    town.papers(counter, case, "id-card", "premises-proof")
    case = town.submit(counter, case)
    to(clock, "2026-03-10")
    assert run() == {"warn": 1}
    assert again(case).state == CaseState.SUBMITTED
    (row,) = CaseWarning.objects.all()
    assert (row.city, row.stage, row.alert, row.due_on) == (CHANGSHA, 1, 3, date(2026, 3, 9))


def test_no_supplement_in_time_is_reminded_of_and_then_refused_at_the_door(
    town: Town, clock: FixedClock, person: Actor
) -> None:
    case = town.begin(person, pid(person), "business-licence", LICENCE, ZHUZHOU)
    case = town.submit(person, case, incomplete=True)
    case = town.step(town.staff("clerk", ZHUZHOU), case, "ASK_SUPPLEMENT", "请补齐")
    assert case.supplement_due_on == date(2026, 3, 23)
    to(clock, "2026-03-19")
    assert pass_days(MORNING)["remind"].done == 0
    to(clock, "2026-03-20")
    assert pass_days(MORNING)["remind"].done == 1
    pass_days(MORNING)
    keys = [one.title_key.rsplit(".", 1)[-1] for one in notices_of(pid(person))]
    assert keys == ["supplement_soon", "ask_supplement"]
    to(clock, "2026-03-23", 23)
    assert run() == {}
    to(clock, "2026-03-24", 0)
    assert run() == {"supplement_lapse": 1}
    found = again(case)
    assert (found.state, found.rate_until, found.ended_on) == (
        CaseState.REFUSED,
        date(2026, 3, 31),
        date(2026, 3, 24),
    )
    assert run() == {}


def test_nobody_rates_and_the_default_is_kept_apart(
    town: Town, clock: FixedClock, person: Actor
) -> None:
    case = town.step(town.staff("clerk", ZHUZHOU), submitted(town, person), "REFUSE", "不属本机关")
    assert case.rate_until == date(2026, 3, 9)
    to(clock, "2026-03-09", 23)
    assert run() == {}
    to(clock, "2026-03-10")
    assert run() == {"rating_lapse": 1}
    assert again(case).state == CaseState.CLOSED
    row = Rating.objects.get()
    assert (row.grade, row.is_default, row.closes_on, bytes(row.text_sealed)) == (
        3,
        True,
        None,
        b"",
    )
    tally = RatingTally.objects.values_list("month", "grade", "is_default", "number")
    assert list(tally) == [(date(2026, 3, 1), 3, True, 1)]
    assert FollowUp.objects.count() == 0
    assert run() == {}


def test_an_e_certificate_is_delivered_with_no_further_hand(
    town: Town, clock: FixedClock, person: Actor
) -> None:
    case = accepted(town, person, delivery="certificate")
    case = town.step(town.staff("officer", ZHUZHOU), case, "BEGIN_REVIEW")
    case = town.step(town.staff("head", ZHUZHOU), case, "DECIDE", granted=True)
    assert pass_days(AT_ONCE)["deliver"].done == 1
    found = again(case)
    assert (found.state, found.rate_until) == (CaseState.DELIVERED, date(2026, 3, 9))
    assert steps_of(found)[-1].data == {"by": "certificate"}
    assert pass_days(AT_ONCE)["deliver"].done == 0


def test_what_comes_by_post_or_is_refused_waits_for_a_person(town: Town, person: Actor) -> None:
    officer, head = town.staff("officer", ZHUZHOU), town.staff("head", ZHUZHOU)
    for delivery, granted in (("counter", True), ("certificate", False)):
        case = town.step(officer, accepted(town, person, delivery=delivery), "BEGIN_REVIEW")
        town.step(head, case, "DECIDE", "样例原因", granted=granted)
    assert pass_days(AT_ONCE)["deliver"].done == 0


def warned(case: Case) -> list[tuple[int, date, bool]]:
    """The warnings of a case, in the order in which they were raised: urgency, day, ended."""
    rows = CaseWarning.objects.filter(case_id=case.id).order_by("id")
    return [(row.alert, row.due_on, row.ended_at is not None) for row in rows]


def test_every_event_that_is_told_has_its_words() -> None:
    keys = {f"government.notice.{event.name.lower()}" for event in TOLD}
    keys |= {f"government.notice.{more}" for more in ("deem_accepted_late", "due_moved")}
    for key in keys:
        for lang in ("zh", "en"):
            assert "样例" in t(key, lang, item="样例", number="C", due="2026-03-02", until="")
