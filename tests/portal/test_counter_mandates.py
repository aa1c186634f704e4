"""Mandates at the counter: on paper with a witness, a child's guardians, each step of who comes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.people.public import MandateInfo, list_mandates_of, register_resident
from rongcheng.kernel.clock import FixedClock
from rongcheng.kernel.identifiers import id_check_digit
from tests.portal.access_looks import person_of
from tests.portal.clearing_books import METRO, client_of
from tests.portal.test_counter import NAME, NUMBER, OTHERS_NUMBER, serve

HERE = "/counter/mandates"
PAPER = {"document": "授权书样例7号", "witness": "样例·见证人"}


@pytest.fixture
def clerk(lin: UUID) -> Client:
    """A clerk who serves the father."""
    client = client_of("clerk")
    assert serve(client).status_code == 303
    return client


def record(clerk: Client, **change: Any) -> Any:
    form = {
        "step": "paper", "token": "T-1", "name": NAME, "card": OTHERS_NUMBER, "from": "2026-03-02",
        "until": "2026-12-31", "matter": ["settlements", "code"], **PAPER, **change,
    }  # fmt: skip
    return clerk.post(HERE, form)


def held(person: UUID) -> MandateInfo:
    return list_mandates_of(person)[0]


def child() -> tuple[UUID, str]:
    """Register an invented child and return id and number."""
    first = "43030220150501129"
    number = first + id_check_digit(first)
    person = register_resident(metro=METRO, name="样例·小", id_number=number, home_city="430300")
    return person, number


def test_paper_holds_at_once_and_both_records_name_the_clerk(clerk: Client, lin: UUID) -> None:
    assert record(clerk).headers["Location"] == f"{HERE}?done=paper"
    info = held(lin)
    assert (info.state.name, info.matters, info.document, info.witness, info.by_label) == (
        "IN_FORCE",
        ("code", "settlements"),
        "授权书样例7号",
        "样例·见证人",
        "样例·clerk",
    )
    shown = clerk.get(f"{HERE}?done=paper").content.decode()
    for text in ("当场生效", "授权书样例7号", "停用融城码"):
        assert text in shown
    look = AccessRecord.objects.latest("id")
    assert (look.purpose, look.actor_role) == ("mandate", "clerk")
    assert set(look.persons) == {lin, person_of("chen")}
    assert record(clerk).status_code == 303
    assert len(list_mandates_of(lin)) == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"witness": ""}, 400),
        ({"witness": NAME}, 400),
        ({"witness": "样例·clerk"}, 400),
        ({"document": " "}, 400),
        ({"document": f"证件 {NUMBER}"}, 400),
        ({"name": "样例·错"}, 404),
        ({"matter": ["everything"]}, 400),
        ({"card": NUMBER}, 400),
    ],
)
def test_paper_without_what_it_needs_is_not_recorded(
    clerk: Client, lin: UUID, change: dict[str, Any], status: int
) -> None:
    answer = record(clerk, **change)
    assert answer.status_code == status
    assert 'class="notice bad"' in answer.content.decode()
    assert list_mandates_of(lin) == []


def test_a_guardianship_is_recorded_once_and_ends_at_the_counter(
    clerk: Client, lin: UUID, clock: FixedClock
) -> None:
    little, number = child()
    form = {"step": "guardian", "token": "T-1", "name": "样例·小", "card": number, **PAPER}
    for _ in range(2):
        assert clerk.post(HERE, form).status_code == 303
    (info,) = list_mandates_of(little)
    assert (info.agent, info.kind, info.last_day.isoformat()) == (lin, "guardianship", "2033-04-30")
    assert "年满十八周岁自动结束" in clerk.get(HERE).content.decode()
    end = {"step": "end", "number": info.id, "reason": ""}
    assert clerk.post(HERE, end).status_code == 400
    assert clerk.post(HERE, {**end, "reason": "判决书样例9号"}).status_code == 303
    assert held(little).state.name == "ENDED"
    assert clerk.post(HERE, {**end, "reason": "判决书样例9号"}).status_code == 303


def test_who_has_no_phone_accepts_and_revokes_here(clerk: Client, lin: UUID) -> None:
    days = {"from": "2026-03-02", "until": "2026-12-31", "matter": ["settlements"]}
    form = {"step": "give", "token": "T-1", "name": NAME, "card": NUMBER, **days}
    assert client_of("chen").post("/me/people", form).status_code == 303
    number = held(lin).id
    assert clerk.post(HERE, {"step": "accept", "number": number}).status_code == 303
    assert held(lin).state.name == "IN_FORCE"
    assert clerk.post(HERE, {"step": "resign", "number": number}).status_code == 303
    assert [step.by_label for step in held(lin).history] == ["样例·clerk", "样例·clerk"]


def test_nobody_served_nothing_shown_and_others_mandates_stay_closed(lin: UUID) -> None:
    free = client_of("clerk")
    assert free.get(HERE).headers["Location"].startswith("/counter?")
    assert record(free).status_code == 303
    assert list_mandates_of(lin) == []
    days = {"from": "2026-03-02", "until": "2026-12-31", "matter": ["settlements"]}
    form = {"step": "give", "token": "T-1", "name": NAME, "card": NUMBER, **days}
    client_of("chen").post("/me/people", form)
    number = held(lin).id
    stranger, _ = child()
    serve(free, OTHERS_NUMBER)
    assert free.post(HERE, {"step": "accept", "number": number}).status_code == 404
    assert held(lin).state.name == "OFFERED"
    assert list_mandates_of(stranger) == []
