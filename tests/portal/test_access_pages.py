"""Who looked at my data: read by its owner only, filtered, taken along, asked about, answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from rongcheng.foundation.access.models import AccessQuestion
from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.outbox.public import notices_of
from rongcheng.kernel.clock import FixedClock
from rongcheng.web.actor import Actor
from rongcheng.web.i18n import t
from tests.portal.access_looks import desk_actor, look, page
from tests.portal.clearing_books import METRO, client_of, hospital

CHANGSHA = "430199"


def test_the_owner_reads_in_plain_words_who_looked(lin: UUID, lang: str) -> None:
    look(lin)
    shown = page("lin", "/me/access", lang)
    words = {
        "zh": ["2026年3月2日", "12:00", "核对身份和参保", "参保、年度累计", "您出示证件或医保码时"],
        "en": ["2 Mar 2026", "12:00", "Identity and insurance check", "insurance, yearly totals"],
    }
    for text in words[lang]:
        assert text in shown
    assert "request-77" not in shown


def test_own_looks_stand_aside_until_they_are_asked_for(lin: UUID) -> None:
    assert "还没有人看过" in page("lin", "/me/access")
    assert "您自己看的" in page("lin", "/me/access?who=all")


def test_the_list_is_filtered_by_who_and_what(lin: UUID) -> None:
    look(lin)
    place = desk_actor().institution
    assert "核对身份和参保" in page("lin", f"/me/access?who={place}&kind=totals")
    assert "核对身份和参保" not in page("lin", f"/me/access?who={place}&kind=diagnosis")
    assert "核对身份和参保" not in page("lin", "/me/access?who=office")


def test_pages_go_on_from_the_last_entry_and_miss_none(lin: UUID) -> None:
    numbers = [look(lin) for _ in range(45)]
    client, seen, path = client_of("lin"), [], "/me/access"
    for _ in range(3):
        answer = client.get(path)
        seen += [e.id for day in answer.context["days"] for e in day.entries]
        path = f"/me/access?before={answer.context['next']}"
    assert seen == numbers[::-1]
    assert answer.context["next"] is None


def test_the_page_costs_the_same_however_much_is_on_it(
    lin: UUID, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        look(lin)
    client = client_of("lin")
    with django_assert_max_num_queries(14):
        client.get("/me/access")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_is_whole_and_recorded_itself(lin: UUID, kind: str) -> None:
    for _ in range(105):
        look(lin)
    answer = client_of("lin").get(f"/me/access?format={kind}")
    content = b"".join(answer.streaming_content)
    if kind == "csv":
        assert len(content.decode().splitlines()) == 106
    assert records_about(lin, 1)[0].purpose == "export"


def test_others_entries_are_neither_read_nor_asked_about(lin: UUID) -> None:
    number = look(lin)
    other = client_of("chen")
    assert "核对身份和参保" not in other.get("/me/access").content.decode()
    assert other.post("/me/access", {"record": number}).status_code == 404
    assert other.post("/me/access", {"record": "1e9"}).status_code == 404
    assert AccessQuestion.objects.count() == 0


def test_a_question_holds_no_id_number(lin: UUID) -> None:
    asked = {"record": look(lin), "words": "我是 430302199003071235"}
    assert client_of("lin").post("/me/access", asked).status_code == 400
    assert AccessQuestion.objects.count() == 0


@pytest.mark.parametrize("login", ["desk", "clerk", "fund", "office"])
def test_staff_have_no_such_page(lin: UUID, login: str) -> None:
    assert client_of(login).get("/me/access").status_code == 403


def test_an_own_look_is_not_asked_about(lin: UUID) -> None:
    client = client_of("lin")
    client.get("/me/access")
    own = records_about(lin, 1)[0].id
    assert client.post("/me/access", {"record": own}).status_code == 404


def test_a_question_is_asked_once_answered_once_and_told(lin: UUID) -> None:
    number = look(lin)
    resident = client_of("lin")
    for _ in range(2):
        sent = resident.post("/me/access", {"record": number, "words": "我那天没去过"})
        assert sent.status_code == 303
        assert sent["Location"].endswith(f"#e{number}")
    (question,) = AccessQuestion.objects.all()
    assert question.due_on.isoformat() == "2026-03-17"
    assert "等待答复" in page("lin", "/me/access")
    desk = client_of("desk")
    shown = desk.get("/desk/questions").content.decode()
    for text in ("我那天没去过", "request-77", "2026年3月17日"):
        assert text in shown
    given = {"number": question.pk, "answer": "您的家人来咨询，窗口核对了参保。"}
    for _ in range(2):
        assert desk.post("/desk/questions", given).status_code == 303
    other = desk.post("/desk/questions", {**given, "answer": "别的话"})
    assert other.status_code == 409
    assert "您的家人来咨询" in page("lin", "/me/access")
    (notice,) = notices_of(lin)
    assert "有答复了" in t(notice.title_key, "zh", **notice.params)
    # Whoever read the question looked at something personal, too.
    assert "question" in {record.purpose for record in records_about(lin)}


@pytest.mark.parametrize(
    ("answer", "status"),
    [("", 400), (" " * 9, 400), ("字" * 301, 400), ("查 430302199003071235", 400)],
)
def test_an_answer_has_words_and_no_id_number(lin: UUID, answer: str, status: int) -> None:
    client_of("lin").post("/me/access", {"record": look(lin)})
    (question,) = AccessQuestion.objects.all()
    sent = client_of("desk").post("/desk/questions", {"number": question.pk, "answer": answer})
    assert sent.status_code == status
    question.refresh_from_db()
    assert question.answered_at is None


def test_the_office_answers_for_funds_and_when_a_desk_is_overdue(
    lin: UUID, clock: FixedClock
) -> None:
    fund = Actor("staff", "fund-x", label="样例·基金", role="fund", metro=METRO)
    resident, office, desk = client_of("lin"), client_of("office"), client_of("desk")
    resident.post("/me/access", {"record": look(lin, fund, "clearing")})
    resident.post("/me/access", {"record": look(lin)})
    by_fund, by_desk = AccessQuestion.objects.order_by("id")
    assert (by_fund.institution, by_desk.institution) == ("", desk_actor().institution)
    refused = desk.post("/desk/questions", {"number": by_fund.pk, "answer": "不归我们"})
    assert refused.status_code == 404
    early = office.post("/office/questions", {"number": by_desk.pk, "answer": "代答"})
    assert early.status_code == 404
    assert (
        office.post("/office/questions", {"number": by_fund.pk, "answer": "清算"}).status_code
        == 303
    )
    clock.set(clock.now().replace(day=18))
    assert "已过答复期限" in page("lin", "/me/access")
    late = office.post("/office/questions", {"number": by_desk.pk, "answer": "代答"})
    assert late.status_code == 303


def test_a_desk_sees_the_questions_of_its_own_institution_only(lin: UUID) -> None:
    elsewhere = Actor(
        "machine", hospital("430299"), label="样例", institution=hospital("430299"), metro=METRO
    )
    client_of("lin").post("/me/access", {"record": look(lin, elsewhere, "1101")})
    assert "没有要答复的" in page("desk", "/desk/questions")
    assert "1101" not in page("office", "/office/questions")
    assert "核对身份和参保" in page("office", "/office/questions")


def test_a_visitor_is_led_to_sign_in(lin: UUID) -> None:
    for path in ("/me/access", "/desk/questions", "/office/questions", "/office/delays"):
        assert Client().get(path).status_code == 302
