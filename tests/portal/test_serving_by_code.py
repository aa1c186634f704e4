"""A code shown at the window begins the serving of its holder, and of nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.code.actions import card_text, issue_card
from rongcheng.kernel.clock import FixedClock
from tests.foundation.code.phones import bind, resident, shown
from tests.portal.clearing_books import client_of


def verified(client: Client, text: str, number: str = "V" * 22) -> Any:
    form = {"text": text, "purpose": "window", "request_id": number}
    return client.post("/desk/verify", form, headers={"X-Fragment": "1"})


def go_on(client: Client, number: str = "V" * 22) -> str:
    """Press the button, and return whom the counter names then."""
    answer = client.post("/counter/verified", {"verification": number})
    assert (answer.status_code, answer["Location"]) == (303, "/counter")
    page = client.get("/counter").content.decode()
    found = re.search("正在办理：<strong>([^<]+)<", page)
    return found[1] if found else ""


@pytest.fixture
def text(lin: UUID) -> str:
    """What the phone of an invented resident shows now."""
    return shown(bind(resident(lin)))


def test_the_button_serves_who_showed_the_code(lin: UUID, text: str) -> None:
    clerk = client_of("clerk")
    page = verified(clerk, text).content.decode()
    assert 'action="/counter/verified"' in page
    assert str(lin) not in page
    assert go_on(clerk) == "样例·甲"
    assert go_on(clerk) == "样例·甲"
    purposes = [record.purpose for record in records_about(lin, 9)]
    assert purposes == ["counter", "counter", "counter", "window"]


def test_a_desk_is_offered_no_counter(lin: UUID, text: str) -> None:
    desk = client_of("desk")
    form = {"text": text, "purpose": "health_desk", "request_id": "V" * 22}
    assert (
        "/counter"
        not in desk.post("/desk/verify", form, headers={"X-Fragment": "1"}).content.decode()
    )
    assert desk.post("/counter/verified", {"verification": "V" * 22}).status_code == 403


@pytest.mark.parametrize("case", ["late", "another", "refused_since", "nothing", "other_clerk"])
def test_nobody_is_served_by_another_code_or_too_late(
    lin: UUID, text: str, clock: FixedClock, case: str
) -> None:
    clerk, number = client_of("clerk"), "V" * 22
    if case != "nothing":
        verified(clerk, text)
    if case == "late":
        clock.advance(timedelta(seconds=121))
    elif case == "another":
        verified(clerk, card_text(issue_card(lin)), "W" * 22)
    elif case == "refused_since":
        verified(clerk, "RC1:6BF", "W" * 22)
    elif case == "other_clerk":
        clerk = client_of("clerk")
    looks = len(records_about(lin, 9))
    assert go_on(clerk, number) == ""
    assert len(records_about(lin, 9)) == looks
