"""Rating by the code on a counter's receipt: without an account, once, and naming nobody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.cases.public import Case, get_case, steps_of
from rongcheng.foundation.people.public import get_resident
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.government.models import FollowUp, Rating, RatingCode, RatingTally
from rongcheng.services.government.passing.running import pass_days
from rongcheng.services.government.public import CaseState, Wish, rate_case
from rongcheng.services.government.ratings.codes import code_for
from rongcheng.web.actor import SYSTEM, Actor
from tests.services.government.handling.conftest import ZHUZHOU, Town
from tests.services.government.handling.conftest import clock as clock
from tests.services.government.handling.conftest import town as town
from tests.services.government.handling.test_three_modes import LICENCE
from tests.services.government.ratings.test_pages import demo as demo
from tests.services.government.ratings.test_pages import resident, staff

SHIFENG = "430204"


@pytest.fixture
def person(town: Town) -> Actor:
    """Somebody who comes to a counter without a phone."""
    return town.resident(ZHUZHOU)


@pytest.fixture
def taken_in(town: Town, person: Actor) -> Case:
    """Her case, taken in at a counter of Zhuzhou."""
    clerk = town.staff("clerk", ZHUZHOU)
    assert person.person_id is not None
    case = town.begin(clerk, person.person_id, "business-licence", LICENCE, SHIFENG)
    town.papers(clerk, case, "id-card", "premises-proof")
    return town.submit(clerk, case)


def ended(town: Town, case: Case) -> Case:
    """The same, refused at the door: it may be rated."""
    return town.step(town.staff("clerk", ZHUZHOU), case, "REFUSE", "样例原因")


def address_of(case: Case) -> str:
    return f"/rate/{code_for(case)}"


def nothing_rated() -> bool:
    return Rating.objects.count() == RatingTally.objects.count() == FollowUp.objects.count() == 0


def test_the_page_names_the_service_and_nobody(town: Town, person: Actor, taken_in: Case) -> None:
    address = address_of(ended(town, taken_in))
    answer = Client().get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('name="grade"') == 5
    assert page.count('name="reason"') == 5
    assert "石峰区" in page
    assert "株洲市" in page
    own = get_resident(taken_in.person_id)
    for personal in (own.name, LICENCE["id_number"], taken_in.number, LICENCE["company_name"]):
        assert str(personal) not in page
    assert AccessRecord.objects.count() == 0
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "no-referrer")
    # As it is copied from paper by hand.
    assert Client().get(address.lower().replace("-", "")).status_code == 200


def test_a_bad_grade_with_reasons_is_followed_up_and_the_journal_says_how(
    town: Town, person: Actor, taken_in: Case
) -> None:
    case = ended(town, taken_in)
    address, client = address_of(case), Client()
    form = {"grade": "5", "reason": ["trips", "slow", "x"], "text": "样例：三趟", "token": "w1"}
    answers = [client.post(address, form) for _ in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [
        (303, f"{address}?done=1")
    ] * 2
    assert "评价收到了" in client.get(f"{address}?done=1").content.decode()
    row, step = Rating.objects.get(), steps_of(case)[-1]
    assert (row.grade, row.city, row.window, row.channel) == (5, ZHUZHOU, SHIFENG, "qr")
    assert (step.data, step.actor_kind, step.actor_id) == (
        {"grade": 5, "channel": "qr"},
        "resident",
        "receipt-code",
    )
    follow_up = FollowUp.objects.get()
    assert (follow_up.city, follow_up.contact_by) == (ZHUZHOU, date(2026, 3, 3))
    head = staff("head", ZHUZHOU).get(f"/cases/follow-ups/{case.number}").content.decode()
    assert "等得太久；跑了好几趟。样例：三趟" in head
    assert (
        "扫凭证上的评价码" in staff("clerk", ZHUZHOU).get(f"/cases/{case.number}").content.decode()
    )
    hers = resident(person)
    assert "凭收件凭证评价" in hers.get(f"/me/cases/{case.number}").content.decode()
    assert "扫凭证上的评价码" in hers.get(f"/me/cases/{case.number}/rate").content.decode()
    # Whoever holds the receipt later learns that it was rated, not how.
    after = client.get(address).content.decode()
    assert "已经评价过了" in after
    assert "不满意" not in after
    assert client.post(address, {"grade": "1", "token": "w2"}).status_code == 400
    assert Rating.objects.get().grade == 5
    assert code_for(get_case(SYSTEM, case.number)) == ""


def test_it_opens_once_the_service_has_ended(town: Town, taken_in: Case) -> None:
    address = address_of(taken_in)
    page = Client().get(address)
    assert page.status_code == 200
    assert 'name="grade"' not in page.content.decode()
    assert Client().post(address, {"grade": "1", "token": "w"}).status_code == 400
    assert nothing_rated()
    assert get_case(SYSTEM, taken_in.number).state == CaseState.SUBMITTED
    assert address_of(ended(town, taken_in)) == address
    assert RatingCode.objects.count() == 1


def test_it_ends_with_the_time_for_rating(town: Town, taken_in: Case, clock: FixedClock) -> None:
    case = ended(town, taken_in)
    address = address_of(case)
    assert case.rate_until is not None
    clock.set(datetime.combine(case.rate_until, datetime.max.time(), SHANGHAI))
    assert Client().get(address).status_code == 200
    clock.set(datetime.fromordinal(case.rate_until.toordinal() + 1).replace(tzinfo=SHANGHAI))
    # Over from midnight on, also before the job has run.
    assert Client().post(address, {"grade": "1", "token": "w"}).status_code == 410
    assert Client().get(address).status_code == 410
    assert nothing_rated()
    assert pass_days()["rating_lapse"].done == 1
    assert Client().post(address, {"grade": "1", "token": "w"}).status_code == 410
    assert code_for(get_case(SYSTEM, case.number)) == ""
    assert Rating.objects.get().is_default


def test_what_is_no_rating_and_what_staff_send_changes_nothing(town: Town, taken_in: Case) -> None:
    address = address_of(ended(town, taken_in))
    for form in ({"grade": ""}, {"grade": "9"}, {"grade": "4", "text": "证号 430202199001020017"}):
        answer = Client().post(address, {**form, "token": "w", "reason": "slow"})
        assert answer.status_code == 400, form
    kept = Client().post(address, {"grade": "4", "text": "样" * 501, "reason": "slow"})
    assert 'value="slow" checked' in kept.content.decode()
    clerk = staff("clerk", ZHUZHOU)
    assert 'name="grade"' not in clerk.get(address).content.decode()
    assert clerk.post(address, {"grade": "1", "token": "w"}).status_code == 403
    assert nothing_rated()


def test_guessing_ends_after_some_tries_and_holders_are_not_counted(
    town: Town, taken_in: Case
) -> None:
    address = address_of(ended(town, taken_in))
    for _ in range(31):
        assert Client().get(address).status_code == 200
    for number in range(30):
        assert Client().get(f"/rate/{number:016}").status_code == 404
    assert Client().get("/rate/0123-4567-89AB-CDEF").status_code == 429
    assert Client().get(address).status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.9").get(address).status_code == 200


def test_only_a_counters_case_has_a_code_and_nothing_of_it_is_kept(
    town: Town, person: Actor, taken_in: Case
) -> None:
    assert person.person_id is not None
    online = town.begin(person, person.person_id, "business-licence", LICENCE, ZHUZHOU)
    assert code_for(town.submit(person, online, incomplete=True)) == ""
    code = code_for(taken_in)
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    kept = bytes(RatingCode.objects.get().code_hash)
    assert len(kept) == 32
    assert code.replace("-", "").encode() not in kept
    town.step(town.staff("clerk", ZHUZHOU), taken_in, "WITHDRAW")
    assert code_for(get_case(SYSTEM, taken_in.number)) == ""


def test_who_rates_at_her_own_page_ends_the_code_too(
    town: Town, person: Actor, taken_in: Case, settings: Any
) -> None:
    case = ended(town, taken_in)
    address = address_of(case)
    rate_case(person, case.number, Wish("own", 2))
    assert Client().post(address, {"grade": "5", "token": "w"}).status_code == 400
    row = Rating.objects.get()
    assert (row.grade, row.channel) == (2, "online")
