"""My people: a father entrusts his daughter, she acts for him, and everything says so."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.people.public import list_mandates_of
from rongcheng.kernel.clock import FixedClock
from tests.portal.clearing_books import client_of

DAUGHTER = {"name": "样例·甲", "card": "430302199001011255"}


def give(client: Client, *matters: str, **more: str) -> int:
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
