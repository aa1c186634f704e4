"""The counter: one person at a time, found by her card, named in a bar, and every look recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.test import Client

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.access.public import records_about
from rongcheng.kernel.clock import FixedClock
from rongcheng.web.registry import counter_acts
from tests.portal.clearing_books import client_of

NAME, NUMBER = "样例·甲", "430302199001011239"
OTHERS_NUMBER = "430302199001011255"


def serve(client: Client, number: str = NUMBER, **more: str) -> Any:
    return client.post("/counter", {"name": NAME, "number": number, **more})


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_card_opens_what_can_be_done_for_its_owner(lin: UUID, lang: str) -> None:
    clerk = client_of("clerk", lang)
    assert serve(clerk).headers["Location"] == "/counter"
    shown = words(clerk.get("/counter"))
    assert f"<strong>{NAME}</strong>" in shown
    assert NUMBER not in shown
    for act in counter_acts():
        assert f'href="{act.href}"' in shown
    assert counter_acts()[0].href == "/counter/cases"


def test_a_phone_s_bar_leads_to_every_place(client: Client, lin: UUID, lang: str) -> None:
    clerk = client_of("clerk", lang)
    shown = clerk.get("/counter")
    bar, rest = shown.context["nav_bottom"], shown.context["nav_more"]
    assert [place.key for place in bar] == ["home", "counter", "cases", "items"]
    assert {"policy", "help"} <= {place.key for place in rest}
    assert {place.href for place in shown.context["nav_places"]} <= {
        place.href for place in (*bar, *rest)
    }
    assert words(shown).count('<details class="bottom-more">') == 1
    visitor = client.get("/help")
    assert visitor.context["nav_more"] == ()
    assert "bottom-more" not in words(visitor)


def test_each_look_is_told_to_its_owner_with_the_clerk_and_the_reason(lin: UUID) -> None:
    clerk = client_of("clerk")
    serve(clerk)
    clerk.get("/counter")
    found = records_about(lin, 9)
    assert [(r.purpose, r.actor_role, r.data_kinds) for r in found] == [
        ("counter", "clerk", ("identity",)),
        ("counter", "clerk", ("identity",)),
    ]


def test_what_is_not_the_card_serves_nobody(lin: UUID) -> None:
    clerk = client_of("clerk")
    for name, number, status in (
        ("样例·乙", NUMBER, 404),
        (NAME, "110101199001011237", 404),
        (NAME, "430302199001011234", 400),
        ("", "", 400),
        (NAME, "%_" * 9, 400),
    ):
        answer = clerk.post("/counter", {"name": name, "number": number})
        assert answer.status_code == status, number
        assert 'role="alert"' in words(answer)
        assert number not in words(answer) or not number
        assert "办完了" not in words(clerk.get("/counter"))


def test_a_wrong_name_answers_as_an_unknown_number_and_is_a_look(lin: UUID) -> None:
    clerk = client_of("clerk")
    wrong = clerk.post("/counter", {"name": "样例·乙", "number": NUMBER})
    unknown = clerk.post("/counter", {"name": "样例·乙", "number": "110101199001011237"})
    assert wrong.context["said"] == unknown.context["said"]
    (record,) = AccessRecord.objects.all()
    assert (record.data_kinds, record.persons) == (["lookup"], [lin])


def test_another_search_ends_the_one_before_even_when_it_fails(lin: UUID) -> None:
    clerk = client_of("clerk")
    serve(clerk)
    assert serve(clerk, "430302199001011234").status_code == 400
    assert "办完了" not in words(clerk.get("/counter"))


def test_finishing_and_time_end_it(lin: UUID, clock: FixedClock) -> None:
    clerk = client_of("clerk")
    serve(clerk)
    assert clerk.post("/counter/finish").headers["Location"] == "/counter?done=1"
    assert "可以请下一位了" in words(clerk.get("/counter?done=1"))
    assert clerk.post("/counter/finish").status_code == 303
    serve(clerk)
    for _ in range(3):  # What is done for her keeps her at the counter.
        clock.advance(timedelta(minutes=10))
        assert NAME in words(clerk.get("/counter"))
    clock.advance(timedelta(seconds=901))
    assert NAME not in words(clerk.get("/counter"))
    assert "counter" not in clerk.session


def test_the_session_keeps_an_opaque_id_only(lin: UUID) -> None:
    clerk = client_of("clerk")
    serve(clerk)
    for row in Session.objects.all():
        kept = str(row.get_decoded())
        assert NUMBER not in kept
        assert NAME not in kept


def test_it_leads_back_to_the_counters_page_only(lin: UUID) -> None:
    clerk = client_of("clerk")
    assert serve(clerk, next="/counter/x?y=1").headers["Location"] == "/counter/x?y=1"
    for address in ("https://evil.example/counter/x", "//evil.example/counter/x", "/office", ""):
        assert serve(clerk, next=address).headers["Location"] == "/counter"


def test_only_a_clerk_serves(lin: UUID) -> None:
    for login in ("lin", "desk", "fund", "office"):
        client = client_of(login)
        assert client.get("/counter").status_code == 403
        assert serve(client).status_code == 403
        assert client.post("/counter/finish").status_code == 403
        assert "counter" not in client.session
    assert AccessRecord.objects.count() == 0


def test_a_visitor_is_led_to_sign_in(published: object) -> None:
    assert Client().get("/counter").headers["Location"] == "/signin?next=%2Fcounter"


def test_nobody_of_another_metro_is_found(lin: UUID) -> None:
    from rongcheng.foundation.people.public import add_staff

    add_staff(
        login="far", metro="chengdemeizi", name="样例·远", role="clerk", city="510100", demo=True
    )
    assert serve(client_of("far")).status_code == 404
    assert AccessRecord.objects.count() == 0


def test_without_anybody_served_a_page_leads_to_the_counter_and_back(lin: UUID) -> None:
    clerk = client_of("clerk")
    led = clerk.get("/counter/access?before=7").headers["Location"]
    assert led == "/counter?next=%2Fcounter%2Faccess%3Fbefore%3D7&nobody=1"
    shown = words(clerk.get(led))
    assert 'value="/counter/access?before=7"' in shown
    assert AccessRecord.objects.count() == 0


def test_who_looked_is_read_out_at_the_counter(lin: UUID, lang: str) -> None:
    clerk = client_of("clerk", lang)
    serve(clerk)
    clerk.get("/counter")
    shown = words(clerk.get("/counter/access"))
    said = {"zh": "您到窗口办事时", "en": "when you came to a counter"}
    assert shown.count(said[lang]) == 3
    assert records_about(lin, 1)[0].data_kinds == ("access", "identity")
