"""The back office's pages: the queue, a case on one screen, load, absences; both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.cases.public import (
    Case,
    CaseAbsence,
    letters_of,
    notes_of,
    steps_of,
)
from rongcheng.foundation.people.public import demo_account, get_resident, open_account
from rongcheng.services.government.backoffice.absences import NewAbsence, add_absence
from rongcheng.services.government.backoffice.assigning import give_turn
from rongcheng.services.government.public import CaseState
from rongcheng.web import i18n
from rongcheng.web.actor import SYSTEM
from tests.services.government.backoffice.conftest import (
    CHANGSHA,
    ZHUZHOU,
    Authority,
    name_of_holder,
    token,
)
from tests.services.government.handling.test_three_modes import MOVE


@pytest.fixture(autouse=True)
def strict_words(settings: Any) -> Iterator[None]:
    """A missing sentence or parameter fails the test instead of showing its key."""
    settings.RONGCHENG_DEMO = True
    i18n.raise_on_missing(True)
    yield
    i18n.raise_on_missing(False)


def client_of(login: str, lang: str = "zh") -> Client:
    client = Client()
    client.force_login(demo_account(login))
    client.cookies["lang"] = lang
    return client


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.content.decode())


def act(client: Client, case: Case, do: str, **form: Any) -> Any:
    return client.post(f"/cases/{case.number}/act", {"do": do, "token": "page-1", **form})


def looks() -> list[tuple[str, int, list[str]]]:
    rows = AccessRecord.objects.order_by("id")
    return [(row.purpose, len(row.persons), row.data_kinds) for row in rows]


def test_the_queue_shows_mine_my_city_s_and_what_is_late(authority: Authority, clock: Any) -> None:
    mine, other = authority.case(), authority.case()
    give_turn(authority.wang, mine.number, UUID(authority.wang.id))
    wang = client_of("wang")
    page = shown(wang, "/cases")
    assert mine.number in page
    assert other.number not in page
    assert get_resident(mine.person_id).name not in page
    city = shown(wang, "/cases?tab=city")
    assert mine.number in city
    assert other.number in city
    assert looks()[-2:] == [("case_work", 1, ["identity"]), ("case_work", 2, ["identity"])]
    clock.set(clock.now().replace(month=4))
    assert "已过" in shown(client_of("wang"), "/cases?tab=late")
    for tab in ("elsewhere", "helping"):
        assert mine.number not in shown(client_of("wang"), f"/cases?tab={tab}")


def test_a_case_is_found_by_number_item_state_and_days(authority: Authority) -> None:
    one, other = authority.case(), authority.accepted()
    wang = client_of("wang")
    for query, found in (
        (f"number={one.number.lower()}", {one}),
        ("item=business-licence", {one, other}),
        ("item=hukou-transfer", set()),
        (f"state={CaseState.IN_REVIEW.value}", {other}),
        ("since=2026-03-02&until=2026-03-02", {one, other}),
        ("since=2026-03-03", set()),
        (f"before_case={max(one.pk, other.pk)}&tab=all", {min(one, other, key=lambda c: c.pk)}),
    ):
        page = shown(wang, f"/cases?{query}")
        assert {case for case in (one, other) if f"/cases/{case.number}" in page} == found, query
    authority.member("far", "officer", "样例·远", "430300")
    page = shown(client_of("far"), f"/cases?number={one.number}")
    assert f"/cases/{one.number}" not in page


def test_pages_of_the_queue_follow_each_other_and_cost_the_same(authority: Authority) -> None:
    cases = [authority.case() for _ in range(23)]
    wang = client_of("wang")
    shown(wang, "/cases?tab=city")
    with CaptureQueriesContext(
        connection,
    ) as first:
        page = shown(wang, "/cases?tab=city")
    seen = [case.number for case in cases if case.number in page]
    assert len(seen) == 20
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following is not None
    with CaptureQueriesContext(connection) as second:
        page = shown(wang, "/cases" + following[1].replace("&amp;", "&"))
    rest = [case.number for case in cases if case.number in page]
    assert sorted(seen + rest) == sorted(case.number for case in cases)
    assert len(first) == len(second)
    assert 'rel="prev"' in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_case_on_one_screen_from_acceptance_to_decision(authority: Authority, lang: str) -> None:
    case = authority.case()
    clerk, wang = client_of("sun", lang), client_of("wang", lang)
    head = client_of("zhao", lang)
    page = shown(wang, f"/cases/{case.number}")
    assert get_resident(case.person_id).name in page
    assert "4302********" in page.replace("430202********", "4302********")
    assert 'value="accept"' in page
    assert 'value="decide"' not in page
    assert looks()[-1] == ("case_work", 1, ["case", "identity"])
    for _ in range(2):
        assert act(clerk, case, "accept").status_code == 303
    assert act(wang, case, "take").status_code == 303
    assert act(wang, case, "begin_review").status_code == 303
    assert act(wang, case, "note", text="场地已核对").status_code == 303
    page = shown(wang, f"/cases/{case.number}")
    assert "场地已核对" in page
    assert "样例·王" in page
    refused = act(head, case, "decide", granted="no")
    assert refused.status_code == 400
    case.refresh_from_db()
    assert case.state == CaseState.IN_REVIEW
    assert act(head, case, "decide", granted="yes").status_code == 303
    case.refresh_from_db()
    assert (case.state, case.granted) == (CaseState.DECIDED, True)
    assert [letter.kind for letter in letters_of(SYSTEM, case)] == ["acceptance", "granted"]
    seq = letters_of(SYSTEM, case)[-1].seq
    letter = shown(wang, f"/cases/{case.number}/letters/{seq}")
    assert {"zh": "准予决定书", "en": "Decision to grant"}[lang] in letter
    assert f"{case.number}-{seq}" in letter
    assert wang.get(f"/cases/{case.number}/letters/99").status_code == 404
    # Her own page leads to the same letter, and to no note of the authority.
    open_account(login="applicant", resident_id=case.person_id, demo=True)
    applicant = client_of("applicant", lang)
    own = shown(applicant, f"/me/cases/{case.number}")
    assert f"/me/cases/{case.number}/letters/{seq}" in own
    assert "场地已核对" not in own
    assert f"{case.number}-{seq}" in shown(applicant, f"/me/cases/{case.number}/letters/{seq}")


def test_another_city_does_its_part_and_the_whole_waits_for_it(authority: Authority) -> None:
    town, counter = authority.town, authority.town.staff("clerk", CHANGSHA)
    authority.member("tang", "head", "样例·汤", CHANGSHA)
    person = town.resident(ZHUZHOU)
    assert person.person_id is not None
    case = town.begin(counter, person.person_id, "hukou-transfer", MOVE, "430102")
    town.papers(counter, case, "id-card", "household-register", "work-proof")
    case = town.submit(counter, case)
    town.step(counter, case, "ACCEPT")
    town.step(authority.abroad, case, "BEGIN_REVIEW")
    # The part is shared out in Zhuzhou, the whole stays where it is.
    assert authority.share_out() == 1
    part = case.turns.get(part=0)
    assert str(part.assignee) in (authority.wang.id, authority.li.id)
    wang, there = client_of("wang"), client_of("tang")
    page = shown(wang, f"/cases/{case.number}")
    assert 'value="part.take_up.0"' in page
    assert 'value="decide"' not in page
    assert act(there, case, "decide", granted="yes").status_code == 400
    assert act(there, case, "part.take_up.0").status_code == 400
    assert act(wang, case, "part.take_up.0").status_code == 303
    assert act(wang, case, "part.object.0").status_code == 400
    assert act(wang, case, "part.agree.0", reason="没有未结的事").status_code == 303
    assert "联办环节 1：同意" in shown(there, f"/cases/{case.number}")
    assert act(there, case, "decide", granted="yes").status_code == 303
    case.refresh_from_db()
    assert case.granted is True


def test_a_refused_act_says_why_keeps_what_was_typed_and_changes_nothing(
    authority: Authority,
) -> None:
    case, wang = authority.accepted(), client_of("wang")
    before = len(steps_of(case))
    answer = act(wang, case, "decide", granted="yes", reason="我来决定")
    assert answer.status_code == 400
    assert "这一步由审批人来做" in answer.content.decode()
    answer = act(wang, case, "begin_procedure", reason="等专家意见", procedure="none")
    assert answer.status_code == 400
    for do in ("unknown", "part.agree.7", "part.nothing.0", "give", ""):
        assert act(wang, case, do, to="nobody").status_code >= 400, do
    assert len(steps_of(case)) == before
    assert notes_of(SYSTEM, case) == []
    assert name_of_holder(case) == "样例·王"


def test_the_screen_is_not_found_by_who_takes_no_part(authority: Authority) -> None:
    case = authority.case()
    authority.member("far", "head", "样例·远", "430300")
    far, records = client_of("far"), AccessRecord.objects.count()
    for path in (f"/cases/{case.number}", f"/cases/{case.number}/letters/1"):
        assert far.get(path).status_code == 404
    assert act(far, case, "note", text="看看").status_code == 404
    assert Client().get("/cases")["Location"].startswith("/signin")
    assert AccessRecord.objects.count() == records
    case.refresh_from_db()
    assert case.state == CaseState.SUBMITTED


def test_a_head_sees_load_and_shares_out(authority: Authority) -> None:
    cases = [authority.case() for _ in range(3)]
    give_turn(authority.wang, cases[0].number, UUID(authority.wang.id))
    head = client_of("zhao")
    page = shown(head, "/cases/load")
    assert "样例·王" in page
    assert "还没人接" in page
    assert head.post("/cases/load").status_code == 303
    assert {name_of_holder(case) for case in cases[1:]} <= {"样例·王", "样例·李"}
    refused = head.post("/cases/load", {"staff": authority.wang.id})
    assert refused.status_code == 400
    assert name_of_holder(cases[0]) == "样例·王"
    away = NewAbsence(UUID(authority.wang.id), date(2026, 3, 2), date(2026, 3, 2), None, token())
    add_absence(authority.wang, away)
    assert "重新分办" in shown(head, "/cases/load")
    assert head.post("/cases/load", {"staff": authority.wang.id}).status_code == 303
    assert {name_of_holder(case) for case in cases} == {"样例·李"}
    assert client_of("wang").get("/cases/load").status_code == 403


def test_an_absence_is_entered_seen_and_ended(authority: Authority) -> None:
    wang, form = client_of("wang"), {"since": "2026-03-02", "until": "2026-03-04"}
    form |= {"staff": authority.wang.id, "substitute": authority.li.id, "token": "one"}
    for _ in range(2):
        assert wang.post("/cases/absences", form).status_code == 303
    absence = CaseAbsence.objects.get()
    assert (absence.city, str(absence.substitute_id)) == (ZHUZHOU, authority.li.id)
    assert "样例·李" in shown(client_of("li"), "/cases/absences")
    assert "您正在替 1 位同事代班" in shown(client_of("li"), "/cases")
    refused = client_of("li").post("/cases/absences", {"end": str(absence.pk)})
    assert refused.status_code == 403
    assert wang.post("/cases/absences", {**form, "until": "", "token": "two"}).status_code == 400
    absence.refresh_from_db()
    assert absence.ended_at is None
    assert wang.post("/cases/absences", {"end": str(absence.pk)}).status_code == 303
    absence.refresh_from_db()
    assert absence.ended_at is not None
