"""Pages of ratings and warnings: rating one's own service, following it up, what everybody sees."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from rongcheng.foundation.cases.public import Case, get_case
from rongcheng.foundation.outbox.public import notices_of
from rongcheng.foundation.people.public import add_staff, demo_account, open_account
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.government.models import FollowUp, FollowUpStep, Rating, RatingTally
from rongcheng.services.government.passing.running import pass_days
from rongcheng.services.government.public import CaseState, Wish, rate_case
from rongcheng.services.government.ratings.errors import FollowUpUnknown
from rongcheng.services.government.ratings.following import follow_up
from rongcheng.services.government.ratings.states import FollowUpEvent
from rongcheng.web.actor import SYSTEM, Actor
from tests.services.government.handling.conftest import METRO, XIANGTAN, ZHUZHOU, Town
from tests.services.government.handling.conftest import clock as clock
from tests.services.government.handling.conftest import town as town
from tests.services.government.handling.test_three_modes import LICENCE


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    settings.RONGCHENG_DEMO = True


def browser(login: str) -> Client:
    """A browser signed in as a demonstration account."""
    client = Client()
    client.force_login(demo_account(login))
    return client


def staff(role: str, city: str) -> Client:
    """The browser of a member of staff."""
    login = f"{role}-{city}"
    add_staff(login=login, metro=METRO, name=f"样例·{role}", role=role, city=city,
              institution_code=None, demo=True)  # fmt: skip
    return browser(login)


def resident(person: Actor) -> Client:
    """The browser of a resident."""
    assert person.person_id is not None
    open_account(login=person.id, resident_id=person.person_id, demo=True)
    return browser(person.id)


def refused(town: Town, person: Actor) -> Case:
    """A service that has ended: refused at the door in Zhuzhou."""
    assert isinstance(person.person_id, UUID)
    case = town.begin(person, person.person_id, "business-licence", LICENCE, ZHUZHOU)
    town.papers(person, case, "id-card", "premises-proof")
    return town.step(town.staff("clerk", ZHUZHOU), town.submit(person, case), "REFUSE", "样例原因")


def rated(town: Town, grade: int, text: str = "") -> tuple[Actor, Case]:
    """A service that was rated."""
    person = town.resident(ZHUZHOU)
    case = refused(town, person)
    return person, rate_case(person, case.number, Wish(str(uuid4()), grade, text))


def test_a_person_rates_once_and_reads_what_she_said(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    case, client = refused(town, person), resident(person)
    address = f"/me/cases/{case.number}/rate"
    page = client.get(address).content.decode()
    assert page.count('name="grade"') == 5
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    form = {"grade": "2", "text": "很快 <b>", "token": token[1]}
    answer = client.post(address, form)
    assert answer["Location"] == f"{address}?done=1"
    # The same wish again is answered as before; another one is refused.
    assert client.post(address, form).status_code in (302, 303)
    again = client.post(address, {"grade": "5", "token": "another"})
    assert again.status_code == 400
    shown = client.get(address).content.decode()
    assert "满意" in shown
    assert "很快 &lt;b&gt;" in shown
    row = Rating.objects.get()
    assert (row.grade, row.city, row.window, row.channel) == (2, ZHUZHOU, "", "online")
    assert "很快".encode() not in bytes(row.text_sealed)
    assert get_case(person, case.number).state == CaseState.RATED
    assert FollowUp.objects.count() == 0


NO_RATINGS: list[dict[str, str]] = [
    {"grade": ""},
    {"grade": "6"},
    {"grade": "0"},
    {"grade": "x"},
    {"grade": "1", "text": "样" * 501},
    {"grade": "1", "text": "我的证号 430202199001020017"},
]


def test_what_is_no_rating_changes_nothing(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    case, client = refused(town, person), resident(person)
    for form in NO_RATINGS:
        answer = client.post(f"/me/cases/{case.number}/rate", {**form, "token": "t"})
        assert answer.status_code == 400, form
        assert "notice" in answer.content.decode()
    assert Rating.objects.count() == RatingTally.objects.count() == 0
    assert get_case(person, case.number).state == CaseState.REFUSED


def test_nobody_rates_what_goes_on_or_is_anothers(town: Town) -> None:
    person, other = town.resident(ZHUZHOU), town.resident(ZHUZHOU)
    assert person.person_id is not None
    case = town.begin(person, person.person_id, "business-licence", LICENCE, ZHUZHOU)
    case = town.submit(person, case, incomplete=True)
    address = f"/me/cases/{case.number}/rate"
    own, strange = resident(person), resident(other)
    page = own.get(address)
    assert page.status_code == 200
    assert 'name="grade"' not in page.content.decode()
    assert own.post(address, {"grade": "1", "token": "t"}).status_code == 400
    assert strange.get(address).status_code == 404
    assert strange.post(address, {"grade": "1", "token": "t"}).status_code == 404
    assert Rating.objects.count() == 0


def test_a_bad_rating_is_called_back_put_right_and_answered(town: Town, clock: FixedClock) -> None:
    person, case = rated(town, 5, "样例：跑了三趟")
    row = FollowUp.objects.get()
    assert (row.city, str(row.contact_by), str(row.remedy_by)) == (
        ZHUZHOU,
        "2026-03-03",
        "2026-03-23",
    )
    # A bad one is not filed away before that is done.
    assert pass_days()["close"].done == 0
    head, address = staff("head", ZHUZHOU), f"/cases/follow-ups/{case.number}"
    assert case.number in head.get("/cases/follow-ups").content.decode()
    page = head.get(address).content.decode()
    assert "跑了三趟" in page
    assert person.label not in page
    early = head.post(address, {"act": "put_right", "note": "样例", "token": "a"})
    assert early.status_code == 409
    empty = head.post(address, {"act": "contact", "note": " ", "token": "b"})
    assert empty.status_code == 400
    assert FollowUpStep.objects.count() == 0
    head.post(address, {"act": "call_in_vain", "note": "十点打电话没人接", "token": "c"})
    head.post(address, {"act": "contact", "note": "说明了情况", "token": "d"})
    head.post(address, {"act": "contact", "note": "说明了情况", "token": "d"})
    assert list(FollowUpStep.objects.order_by("id").values_list("event", flat=True)) == [1, 2]
    head.post(address, {"act": "put_right", "note": "以后一次说清", "token": "e"})
    row.refresh_from_db()
    assert (row.state, row.answer, row.ended_at is not None) == (4, "以后一次说清", True)
    told = notices_of(person.person_id)[0]  # type: ignore[arg-type]
    assert (told.title_key, told.params["answer"]) == (
        "government.notice.put_right",
        "以后一次说清",
    )
    assert "以后一次说清" in resident(person).get(f"/me/cases/{case.number}/rate").content.decode()
    assert pass_days()["close"].done == 1
    assert get_case(SYSTEM, case.number).state == CaseState.CLOSED
    assert pass_days()["close"].done == 0


def test_a_good_rating_is_filed_away_by_the_clock_or_by_a_head(town: Town) -> None:
    _, case = rated(town, 3)
    _, other = rated(town, 1)
    town.step(town.staff("head", ZHUZHOU), other, "CLOSE")
    assert pass_days()["close"].done == 2
    assert [get_case(SYSTEM, one.number).state for one in (case, other)] == [CaseState.CLOSED] * 2
    assert Rating.objects.filter(closes_on__isnull=False).count() == 0


def test_only_a_head_of_the_deciding_city_follows_up(town: Town) -> None:
    _, case = rated(town, 4)
    for other in (
        town.staff("head", XIANGTAN),
        town.staff("officer", ZHUZHOU),
        town.staff("office", ZHUZHOU),
        town.resident(ZHUZHOU),
    ):
        with pytest.raises(FollowUpUnknown):
            follow_up(other, case.number, FollowUpEvent.CONTACT, note="样例", token="t")
    assert FollowUpStep.objects.count() == 0


def test_a_follow_up_that_comes_due_is_warned_of(town: Town, clock: FixedClock) -> None:
    _, case = rated(town, 4)
    staff("head", ZHUZHOU)
    staff("office", ZHUZHOU)

    def warned(role: str) -> str:
        return browser(f"{role}-{ZHUZHOU}").get("/cases/warnings").content.decode()

    assert case.number not in warned("head")
    clock.set(datetime(2026, 3, 3, 9, tzinfo=SHANGHAI))
    assert pass_days()["warn_of_follow_ups"].done == 1
    assert f"/cases/follow-ups/{case.number}" in warned("head")
    assert case.number not in warned("office")
    clock.set(datetime(2026, 3, 4, 9, tzinfo=SHANGHAI))
    pass_days()
    late = warned("office")
    assert case.number in late
    assert "超期 1 天" in late
    head = town.staff("head", ZHUZHOU)
    follow_up(head, case.number, FollowUpEvent.CONTACT, note="样例", token="t")
    assert case.number not in warned("head")


@pytest.fixture
def counted(town: Town) -> None:
    """Ratings of Zhuzhou and Xiangtan, as sums."""
    month = "2026-03-01"
    rows = [
        ("business-licence", ZHUZHOU, "", 1, False, 30),
        ("business-licence", ZHUZHOU, "430204", 5, False, 10),
        ("business-licence", ZHUZHOU, "430204", 3, True, 7),
        ("hukou-transfer", XIANGTAN, "", 2, False, 8),
        ("food-permit", XIANGTAN, "430302", 4, False, 3),
    ]
    RatingTally.objects.bulk_create(
        RatingTally(metro=METRO, month=month, item=item, city=city, window=window, grade=grade,
                    is_default=is_default, number=number)
        for item, city, window, grade, is_default, number in rows
    )  # fmt: skip
    RatingTally.objects.create(
        metro=METRO, month="2025-03-01", item="food-permit", city=XIANGTAN, window="", grade=5,
        is_default=False, number=900,
    )  # fmt: skip


@pytest.mark.usefixtures("counted")
def test_figures_count_defaults_apart_hide_few_and_end_with_a_year(town: Town) -> None:
    found = Client().get(f"/api/government/ratings?metro={METRO}&by=item").json()
    assert found["since"] == "2025-04-01"
    assert found["whole"] == {
        "key": "",
        "rated": 51,
        "satisfied_ppm": 745_098,
        "grades": {"1": 30, "2": 8, "3": 0, "4": 3, "5": 10},
        "defaults": 7,
    }
    shown = {one["key"]: (one["rated"], one["satisfied_ppm"], one["defaults"])
             for one in found["groups"]}  # fmt: skip
    # Three ratings are too few, and with the total they could be told: the next smallest goes too.
    assert shown == {
        "business-licence": (40, 750_000, 7),
        "food-permit": (None, None, 0),
        "hukou-transfer": (None, None, 0),
    }


@pytest.mark.usefixtures("counted")
def test_everybody_reads_the_figures_in_both_languages_and_takes_them_along(town: Town) -> None:
    client = Client()
    page = client.get("/ratings").content.decode()
    assert "74.5%" in page
    assert "太少，不公布" in page
    by_window = client.get("/ratings?by=window").content.decode()
    assert "株洲" in by_window
    assert "网上" in by_window
    client.post("/preferences", {"lang": "en"})
    assert "too few to show" in client.get("/ratings").content.decode()
    assert client.get("/ratings?format=csv").status_code == 200
    assert client.get("/api/government/ratings?metro=nowhere").status_code == 404
    assert client.get(f"/api/government/ratings?metro={METRO}&by=person").status_code == 422


def test_without_ratings_the_page_says_so(town: Town) -> None:
    assert "还没有评价" in Client().get("/ratings").content.decode()
