"""Warnings in time: half time, last day, overdue, each once and to the right person."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from rongcheng.foundation.cases.public import Case, CaseTurn, get_case, parts_of
from rongcheng.foundation.outbox.public import notices_of
from rongcheng.kernel import working_days
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.government.models import CaseWarning
from rongcheng.services.government.passing.running import NIGHT, pass_days
from rongcheng.web.actor import SYSTEM, Actor
from tests.services.government.handling.conftest import CHANGSHA, XIANGTAN, ZHUZHOU, Town
from tests.services.government.handling.test_three_modes import MOVE, PERSONAL

FOOD = {
    **PERSONAL,
    "company_name": "样例便民店",
    "premises_district": "430204",
    "premises_address": "样例路 1 号",
    "trade": "retail",
}
PAPERS = ("id-card", "premises-proof", "floor-plan", "safety-rules")


def to(clock: FixedClock, day: date) -> None:
    """Move to nine in the morning of a day."""
    clock.set(datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI))


def in_review(town: Town) -> Case:
    """A food permit of Zhuzhou in review, with eight working days from now on."""
    person = town.resident(ZHUZHOU)
    assert person.person_id is not None
    case = town.begin(person, person.person_id, "food-permit", FOOD, ZHUZHOU)
    town.papers(person, case, *PAPERS)
    case = town.step(town.staff("clerk", ZHUZHOU), town.submit(person, case), "ACCEPT")
    return town.step(town.staff("officer", ZHUZHOU), case, "BEGIN_REVIEW")


def warned(case: Case) -> list[tuple[int, str, bool]]:
    """The warnings of a case as they were raised: urgency, day, whether it is over."""
    rows = CaseWarning.objects.filter(case_id=case.id).order_by("id")
    return [(row.alert, str(row.due_on), row.ended_at is not None) for row in rows]


def live(clock: FixedClock, since: date, until: date) -> None:
    """Let the clock run, twice each day."""
    for day in range((until - since).days + 1):
        to(clock, since + timedelta(days=day))
        pass_days(NIGHT)
        pass_days()
        assert pass_days()["warn"].done == 0


def test_each_once_and_ended_by_the_decision(town: Town, clock: FixedClock) -> None:
    case = in_review(town)
    assert (case.half_on, case.due_on) == (date(2026, 3, 6), date(2026, 3, 12))
    live(clock, date(2026, 3, 2), date(2026, 3, 5))
    assert warned(case) == []
    live(clock, date(2026, 3, 6), date(2026, 3, 14))
    due = "2026-03-12"
    assert warned(case) == [(1, due, True), (2, due, True), (3, due, False)]
    assert get_case(SYSTEM, case.number).alert == 3
    town.step(town.staff("head", ZHUZHOU), case, "DECIDE", granted=True)
    assert warned(case)[-1] == (3, due, True)


def test_days_that_nobody_ran_are_not_told_of_afterwards(town: Town, clock: FixedClock) -> None:
    case = in_review(town)
    to(clock, date(2026, 3, 20))
    pass_days()
    assert warned(case) == [(3, "2026-03-12", False)]


def test_while_time_does_not_count_nobody_is_warned_and_the_day_moves_on(
    town: Town, clock: FixedClock
) -> None:
    case, officer = in_review(town), town.staff("officer", ZHUZHOU)
    to(clock, date(2026, 3, 4))
    case = town.step(officer, case, "BEGIN_PROCEDURE", "现场核查", procedure="inspection")
    assert case.half_on is None
    live(clock, date(2026, 3, 4), date(2026, 3, 25))
    found = get_case(SYSTEM, case.number)
    # Two of eight days were used; the wait has taken 15 since.
    assert (found.due_on, warned(case)) == (date(2026, 4, 2), [])
    assert CaseTurn.objects.get(case=case).due_on == date(2026, 4, 2)
    case = town.step(officer, case, "END_PROCEDURE", "核查通过")
    assert (case.due_on, case.half_on) == (date(2026, 4, 2), date(2026, 3, 27))
    live(clock, date(2026, 3, 26), date(2026, 4, 3))
    assert [alert for alert, _, _ in warned(case)] == [1, 2, 3]


def test_a_case_that_waits_never_looks_late(town: Town, clock: FixedClock) -> None:
    case, officer = in_review(town), town.staff("officer", ZHUZHOU)
    town.step(officer, case, "BEGIN_PROCEDURE", "现场核查", procedure="inspection")
    to(clock, date(2026, 3, 13))
    # Its day, the twelfth, was stored before the wait; no night has passed since.
    assert pass_days()["seeming_late"].moved == 1
    assert CaseTurn.objects.get(case=case).due_on == date(2026, 3, 25)
    assert pass_days()["seeming_late"].moved == 0


def test_an_extension_ends_the_warning_and_later_warns_of_its_own_day(
    town: Town, clock: FixedClock
) -> None:
    case, head = in_review(town), town.staff("head", ZHUZHOU)
    live(clock, date(2026, 3, 11), date(2026, 3, 13))
    case = town.step(head, case, "EXTEND", "样例原因", days=5)
    assert (case.due_on, case.half_on) == (date(2026, 3, 19), date(2026, 3, 11))
    live(clock, date(2026, 3, 14), date(2026, 3, 20))
    assert warned(case) == [
        (1, "2026-03-12", True),
        (2, "2026-03-12", True),
        (3, "2026-03-12", True),
        (1, "2026-03-19", True),
        (2, "2026-03-19", True),
        (3, "2026-03-19", False),
    ]


def seen(*askers: Actor) -> list[list[int]]:
    """What each is warned of, by urgency."""
    return [
        list(
            CaseWarning.objects.visible_to(one)
            .filter(ended_at__isnull=True)
            .order_by("id")
            .values_list("alert", flat=True)
        )
        for one in askers
    ]


def test_the_right_person_is_warned(town: Town, clock: FixedClock) -> None:
    case = in_review(town)
    hers, other = town.staff("officer", ZHUZHOU), town.staff("officer", ZHUZHOU)
    clerk, head, office = (town.staff(role, ZHUZHOU) for role in ("clerk", "head", "office"))
    strangers = [town.staff(role, XIANGTAN) for role in ("clerk", "officer", "head", "office")]
    far = Actor("staff", hers.id, role="head", city=ZHUZHOU, metro="chengdemeizi")
    strangers += [far, town.resident(ZHUZHOU), town.staff("desk", ZHUZHOU)]
    to(clock, date(2026, 3, 6))
    pass_days()
    # Nobody has it yet: every officer of the city is warned, the window is not.
    assert seen(hers, other, clerk, head, office) == [[1], [1], [], [], []]
    CaseTurn.objects.filter(case=case).update(assignee=hers.id)
    assert seen(hers, other, clerk, head, office) == [[1], [], [], [], []]
    to(clock, date(2026, 3, 12))
    pass_days()
    assert seen(hers, other, clerk, head, office) == [[2], [], [], [2], []]
    to(clock, date(2026, 3, 13))
    pass_days()
    assert seen(hers, other, clerk, head, office) == [[3], [], [], [3], [3]]
    assert seen(*strangers) == [[]] * 7


def test_a_part_in_another_city_warns_that_city(town: Town, clock: FixedClock) -> None:
    person = town.resident(ZHUZHOU)
    assert person.person_id is not None
    counter = town.staff("clerk", CHANGSHA)
    case = town.begin(counter, person.person_id, "hukou-transfer", MOVE, "430102")
    town.papers(counter, case, "id-card", "household-register", "work-proof")
    case = town.step(counter, town.submit(counter, case), "ACCEPT")
    assert [part.city for part in parts_of(case)] == [ZHUZHOU]
    to(clock, date(2026, 3, 10))
    pass_days()
    rows = CaseWarning.objects.order_by("part").values_list("part", "city", "alert")
    assert list(rows) == [(-1, CHANGSHA, 3), (0, ZHUZHOU, 3)]


@pytest.fixture
def unknown_2027(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let the calendar of 2027 be unknown; `known_2027` announces it."""
    assert not working_days.is_announced(date(2027, 1, 4)), "choose a later year in this test"
    return monkeypatch


def announce_2027(monkeypatch: pytest.MonkeyPatch) -> None:
    """Announce 2027, with Monday 4 January as a holiday."""
    plain = working_days._look_up

    def announced(day: date) -> object:
        found = plain(day)
        is_holiday = day == date(2027, 1, 4)
        return found._replace(
            working=found.working and not is_holiday, announced=found.announced or day.year == 2027
        )

    monkeypatch.setattr(working_days, "_look_up", announced)


def test_a_year_that_is_announced_moves_the_day_and_the_applicant_is_told(
    town: Town, clock: FixedClock, unknown_2027: pytest.MonkeyPatch
) -> None:
    to(clock, date(2026, 12, 25))
    case = in_review(town)
    # Weekends alone are known of 2027, so the day is provisional.
    assert (case.due_on, case.due_provisional) == (date(2027, 1, 6), True)
    assert pass_days()["provisional"].moved == 0
    announce_2027(unknown_2027)
    assert pass_days()["provisional"].moved == 1
    found = get_case(SYSTEM, case.number)
    assert (found.due_on, found.due_provisional) == (date(2027, 1, 7), False)
    assert CaseTurn.objects.get(case=case).due_on == date(2027, 1, 7)
    told = notices_of(case.person_id)[0]
    assert (told.title_key, told.params["due"]) == ("government.notice.due_moved", "2027-01-07")
    assert pass_days()["provisional"].moved == 0


def test_no_supplement_lapses_on_a_day_of_an_unknown_year(
    town: Town, clock: FixedClock, unknown_2027: pytest.MonkeyPatch
) -> None:
    to(clock, date(2026, 12, 14))
    person = town.resident(ZHUZHOU)
    assert person.person_id is not None
    case = town.begin(person, person.person_id, "food-permit", FOOD, ZHUZHOU)
    case = town.submit(person, case, incomplete=True)
    case = town.step(town.staff("clerk", ZHUZHOU), case, "ASK_SUPPLEMENT", "请补齐")
    assert case.supplement_due_on == date(2027, 1, 4)
    to(clock, date(2027, 1, 5))
    assert pass_days()["supplement_lapse"][:5] == (0, 0, 0, 1, 0)
    announce_2027(unknown_2027)
    # The day was a holiday: she has one more.
    assert pass_days()["supplement_lapse"][:5] == (0, 0, 1, 0, 0)
    assert get_case(SYSTEM, case.number).supplement_due_on == date(2027, 1, 5)
    to(clock, date(2027, 1, 6))
    assert pass_days()["supplement_lapse"].done == 1
