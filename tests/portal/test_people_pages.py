"""My people: a father entrusts his daughter, she acts for him, and everything says so."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.people.public import NewMandate, give_mandate, list_mandates_of
from rongcheng.kernel.clock import FixedClock
from rongcheng.web.actor import Actor
from rongcheng.web.i18n import t
from tests.foundation.code.phones import bind, resident
from tests.foundation.code.samples import sample_key
from tests.portal.access_looks import look, person_of
from tests.portal.clearing_books import METRO, client_of
from tests.portal.conftest import add_person

TODAY, LAST = date(2026, 3, 2), date(2026, 12, 31)
NOTICES = (
    *("offered", "mandate", "guardianship", "accepted", "refused", "withdrawn", "revoked"),
    *("resigned", "ended", "agrees", "objects"),
)
DAUGHTER = {"name": "样例·甲", "card": "430302199001011255"}


def give(client: Client, *matters: str, **more: Any) -> int:
    """Give the daughter a mandate and return the answer's status."""
    days = {"from": "2026-03-02", "until": "2026-12-31"}
    form = {"step": "give", "token": "T-1", "matter": list(matters), **DAUGHTER, **days, **more}
    return client.post("/me/people", form).status_code


def number_of(person: UUID) -> int:
    return list_mandates_of(person)[0].id


@pytest.fixture
def entrusted(lin: UUID) -> Client:
    """The daughter, who has accepted to see settlements and is acting for her father."""
    assert give(client_of("lin"), "settlements") == 303
    daughter = client_of("chen")
    number = number_of(lin)
    assert daughter.post("/me/people", {"step": "accept", "number": number}).status_code == 303
    begun = daughter.post("/me/people/acting", {"number": number})
    assert begun.headers["Location"] == "/me/settlements"
    return daughter


def test_a_daughter_sees_her_fathers_settlements_and_the_record_says_so(
    entrusted: Client, lin: UUID
) -> None:
    assert entrusted.get("/me/settlements").status_code == 200
    answer = entrusted.get("/me/year")
    assert answer.status_code == 200
    assert "正在代 样例·甲 办事" in answer.content.decode()
    look = AccessRecord.objects.latest("id")
    assert (look.acting_for, look.purpose) == (lin, "deputy")


def test_another_page_is_closed_to_her(entrusted: Client, clock: FixedClock) -> None:
    before = AccessRecord.objects.count()
    for path in ("/me/filings", "/me/access", "/me/voucher", "/me/people"):
        answer = entrusted.get(path)
        assert answer.status_code == 403, path
        assert "停止代办" in answer.content.decode()
    assert AccessRecord.objects.count() == before


def test_the_way_there_and_back_is_the_resident_s_own(entrusted: Client, lin: UUID) -> None:
    assert entrusted.post("/me/people/stop").headers["Location"] == "/me/people?done=stopped"
    shown = entrusted.get("/me/people?done=stopped").content.decode()
    assert "已停止代办" in shown
    assert "正在代" not in shown
    assert AccessRecord.objects.latest("id").acting_for is None


def test_a_form_opened_as_oneself_is_refused_once_one_acts(lin: UUID) -> None:
    give(client_of("lin"), "filings")
    browser = Client(enforce_csrf_checks=True)
    browser.get("/signin")
    sign_in(browser, "chen")
    accepted = {"step": "accept", "number": number_of(lin)}
    assert send(browser, "/me/people", accepted).status_code == 303
    old = token_in(browser.get("/me/people").content.decode())
    assert send(browser, "/me/people/acting", {"number": number_of(lin)}).status_code == 303
    late = browser.post("/me/filings", {"csrfmiddlewaretoken": old, "to": "430199"})
    assert late.status_code == 403
    assert "表单过期了" in late.content.decode()


def token_in(page: str) -> str:
    return re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]


def send(browser: Client, path: str, form: dict[str, object]) -> Any:
    token = token_in(browser.get("/me/people").content.decode())
    return browser.post(path, {**form, "csrfmiddlewaretoken": token})


def sign_in(browser: Client, login: str) -> None:
    token = token_in(browser.get("/signin").content.decode())
    answer = browser.post("/signin/demo", {"login": login, "csrfmiddlewaretoken": token})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"name": "样例·错"}, 404),
        ({"card": "110101199001011237"}, 404),
        ({"card": "430302199001011254"}, 400),
        ({"until": ""}, 400),
        ({"until": "2030-01-01"}, 400),
        ({"matter": []}, 400),
        ({"matter": ["code"]}, 400),
        ({"card": "430302199001011239"}, 400),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_a_form_that_is_wrong_says_why_and_changes_nothing(
    lin: UUID, change: dict[str, Any], status: int
) -> None:
    assert give(client_of("lin"), "settlements", **change) == status
    assert list_mandates_of(lin) == []


def test_a_wrong_name_answers_as_if_nobody_had_the_number_and_is_recorded(lin: UUID) -> None:
    father = client_of("lin")
    days = {"from": "2026-03-02", "until": "2026-12-31", "matter": ["settlements"]}
    said = []
    for other in ({"name": "样例·错"}, {"card": "110101199001011237"}):
        answer = father.post("/me/people", {"step": "give", **DAUGHTER, **days, **other})
        said += re.findall(r"没有查到这个人[^<]*", answer.content.decode())
    assert len({*said}) == 1
    chen = records_about(person_of("chen"), 9)
    assert [(look.actor_id, look.data_kinds) for look in chen] == [(str(lin), ("lookup",))]


@pytest.mark.parametrize("login", ["", "desk", "clerk", "fund", "office"])
def test_staff_and_visitors_have_no_such_page(lin: UUID, login: str) -> None:
    client = client_of(login)
    for path in ("/me/people", "/me/people/acting"):
        answer = client.post(path, {"number": "1"})
        assert answer.status_code == (403 if login else 302)
    assert client.post("/me/people/stop").headers["Location"] == "/"


def test_an_agent_s_number_in_place_of_one_s_own_opens_nothing(lin: UUID) -> None:
    give(client_of("lin"), "settlements")
    number = number_of(lin)
    client_of("chen").post("/me/people", {"step": "accept", "number": number})
    for login in ("lin", "third"):
        if login == "third":
            add_person("third", "430300", "430399", 127)
        thief = client_of(login)
        assert thief.post("/me/people/acting", {"number": number}).status_code == 404
        assert "正在代" not in thief.get("/me/settlements").content.decode()


def test_both_see_what_was_given_and_what_became_of_it(lin: UUID, lang: str) -> None:
    give(client_of("lin"), "settlements", "access")
    words = {
        "zh": ("等对方接受", "替 样例·甲 办", "有效"),
        "en": ("Waiting", "Acting for", "In force"),
    }
    father, daughter = client_of("lin", lang), client_of("chen", lang)
    assert words[lang][0] in father.get("/me/people").content.decode()
    assert words[lang][1] in daughter.get("/me/people").content.decode()
    daughter.post("/me/people", {"step": "accept", "number": number_of(lin)})
    assert words[lang][2] in father.get("/me/people").content.decode()
    father.post("/me/people", {"step": "revoke", "number": number_of(lin), "reason": "好了"})
    assert "好了" in daughter.get("/me/people").content.decode()


def test_the_page_costs_the_same_for_one_mandate_and_for_many(
    lin: UUID, django_assert_max_num_queries: Any
) -> None:
    father = client_of("lin")
    for index in range(5):
        give(father, "settlements", token=f"T-{index}")
    with django_assert_max_num_queries(12):
        assert father.get("/me/people").status_code == 200


def test_asking_why_on_his_behalf_is_noted(lin: UUID) -> None:
    number = look(lin)
    give(client_of("lin"), "access")
    daughter = client_of("chen")
    daughter.post("/me/people", {"step": "accept", "number": number_of(lin)})
    daughter.post("/me/people/acting", {"number": number_of(lin)})
    for _ in range(2):
        sent = daughter.post("/me/access", {"record": number, "words": "他没去过"})
        assert sent.status_code == 303
    (info,) = list_mandates_of(lin)
    assert [(act.act, act.reference) for act in info.acts] == [("access.asked", str(number))]
    # His own looks and hers are no business of others to answer for.
    for own in records_about(lin, 9)[:-1]:
        assert daughter.post("/me/access", {"record": own.id}).status_code == 404


def test_a_phone_is_stopped_on_his_behalf_and_another_s_never(lin: UUID) -> None:
    owners = ((lin, 21), (person_of("chen"), 22))
    phones = [bind(resident(person), sample_key(key)).carrier for person, key in owners]
    wanted = NewMandate(
        lin, person_of("chen"), frozenset({"code"}), TODAY, LAST, "授权书样例1号", "样例·见证人"
    )
    clerk = Actor("staff", "clerk-1", label="样例·窗口", role="clerk", metro=METRO)
    given = give_mandate(clerk, wanted, token="T-1")
    daughter = client_of("chen")
    begun = daughter.post("/me/people/acting", {"number": given.number})
    assert begun.headers["Location"] == "/me/code/manage"
    shown = daughter.get("/me/code/manage").context["carriers"]
    assert [one.carrier for one in shown] == phones[:1]
    stops = [{"carrier": phone, "reason": "lost"} for phone in phones]
    answers = [daughter.post("/me/code/manage", form) for form in stops]
    assert [answer.status_code for answer in answers] == [303, 404]
    # Her own phone asks for itself: it is told to sign in, and keeps her code as it was.
    assert daughter.get("/me/code/carriers").status_code == 401
    assert [act.act for act in list_mandates_of(lin)[0].acts] == ["code.stopped"]


def test_a_mandate_that_is_over_cannot_be_begun(lin: UUID) -> None:
    give(client_of("lin"), "settlements")
    number, daughter = number_of(lin), client_of("chen")
    for step, login in (("accept", "chen"), ("revoke", "lin")):
        client_of(login).post("/me/people", {"step": step, "number": number})
    answer = daughter.post("/me/people/acting", {"number": number})
    assert answer.status_code == 403
    assert "本人已经撤销授权" in answer.content.decode()
    assert "正在代" not in daughter.get("/me/people").content.decode()


@pytest.mark.parametrize("word", NOTICES)
def test_every_notice_has_its_words(lang: str, word: str) -> None:
    assert "甲" in t(f"portal.people.notice.{word}", None, principal="样例·甲", agent="样例·甲")


def test_his_list_names_the_agent_and_may_be_asked_for_her_looks_alone(
    entrusted: Client, lin: UUID
) -> None:
    look(lin)
    entrusted.get("/me/year")
    entrusted.post("/me/people/stop")
    entrusted.get("/me/people")
    father = client_of("lin")
    whole = father.get("/me/access").content.decode()
    assert "样例·甲（代办）" in whole
    assert "核对身份和参保" in whole
    chosen = father.get("/me/access?who=family")
    assert ("family", "代办人和家人") in chosen.context["lookers"]
    entries = [entry for day in chosen.context["days"] for entry in day.entries]
    assert {entry.who for entry in entries} == {
        "样例·甲（代办）",
        "样例·甲（和您有授权或监护关系）",
    }
    acted = [entry for entry in entries if entry.who.endswith("（代办）")]
    assert [(entry.purpose, entry.basis, entry.may_ask) for entry in acted] == [
        ("代办", "您授权过，或者是您的监护人", True)
    ]
