"""Delayed disclosure on the office's page: ordered, confirmed by another, over by itself."""

from __future__ import annotations

from uuid import UUID

import pytest

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.kernel.clock import FixedClock
from tests.portal.access_looks import look, page
from tests.portal.clearing_books import client_of

ORDER = {
    "act": "order",
    "until": "2026-05-01",
    "basis": "obstructs_duty",
    "document": "样例监督函〔2026〕1号",
    "reason": "正在核查",
    "token": "t1",
}


def test_a_delay_is_ordered_confirmed_by_another_and_ends_by_itself(
    lin: UUID, clock: FixedClock
) -> None:
    number = look(lin)
    first, second = client_of("office"), client_of("office-2")
    for _ in range(2):
        assert first.post("/office/delays", {**ORDER, "record": number}).status_code == 303
    assert first.get("/office/delays").context["views"][0]["waits"] is True
    order = first.get("/office/delays").context["views"][0]["number"]
    act = {"act": "confirm", "number": order}
    assert first.post("/office/delays", act).status_code == 400
    assert "核对身份和参保" in page("lin", "/me/access")
    for _ in range(2):
        assert second.post("/office/delays", act).status_code == 303
    shown = page("lin", "/me/access")
    assert "核对身份和参保" not in shown
    assert "推迟告知" not in shown
    assert client_of("lin").post("/me/access", {"record": number}).status_code == 404
    clock.set(clock.now().replace(month=5))
    shown = page("lin", "/me/access")
    assert "核对身份和参保" in shown
    assert "这条依法推迟到 2026年5月1日 告知" in shown
    assert "样例监督函" in shown


def test_a_delay_is_lifted_before_its_end(lin: UUID) -> None:
    number = look(lin)
    first, second = client_of("office"), client_of("office-2")
    first.post("/office/delays", {**ORDER, "record": number})
    order = first.get("/office/delays").context["views"][0]["number"]
    second.post("/office/delays", {"act": "confirm", "number": order})
    assert "核对身份和参保" not in page("lin", "/me/access")
    first.post("/office/delays", {"act": "lift", "number": order})
    assert "核对身份和参保" in page("lin", "/me/access")


@pytest.mark.parametrize(
    "change",
    [
        {"until": "2026-03-01"},
        {"until": "2026-08-30"},
        {"until": ""},
        {"basis": "because"},
        {"document": ""},
        {"reason": " "},
        {"record": "0"},
    ],
)
def test_a_delay_needs_an_end_within_the_limit_a_ground_and_a_reason(
    lin: UUID, change: dict[str, str]
) -> None:
    number = look(lin)
    sent = client_of("office").post("/office/delays", {**ORDER, "record": number, **change})
    assert sent.status_code == 400
    assert "不能这样推迟告知" in sent.content.decode()
    assert AccessRecord.objects.filter(purpose="withholding").count() == 0


@pytest.mark.parametrize("login", ["lin", "desk", "fund", "clerk"])
def test_only_the_office_delays(lin: UUID, login: str) -> None:
    assert client_of(login).get("/office/delays").status_code == 403
    assert client_of(login).post("/office/delays", ORDER).status_code == 403
