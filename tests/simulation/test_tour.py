"""The tour: ten live steps, once each, a run of one's own, and nothing outside demo mode."""

from __future__ import annotations

import pytest
from django.test import Client

from rongcheng.foundation.ledger.public import verify_ledger
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.public import verify_decisions
from tests.simulation.conftest import METROS

STEPS = range(1, 11)


def begin(metro: str = "changzhutan") -> Client:
    client = Client()
    assert client.post("/tour/start", {"metro": metro}).status_code == 303
    return client


def walk(client: Client, until: int = 10, first: int = 1) -> str:
    """Do the steps and return the last one's page."""
    said = ""
    for number in range(first, until + 1):
        assert client.post(f"/tour/{number}").status_code == 303
        answer = client.get(f"/tour/{number}")
        assert answer.status_code == 200
        said = answer.content.decode()
        assert 'id="done"' in said
    return said


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("metro", METROS)
def test_ten_steps_in_every_metro_and_language(stage: FixedClock, metro: str, lang: str) -> None:
    client = begin(metro)
    client.cookies["lang"] = lang
    for number in STEPS:
        assert 'id="done"' not in client.get(f"/tour/{number}").content.decode()
        walk(client, number, number)
    assert verify_ledger() == []
    assert list(verify_decisions()) == []


def test_the_second_stay_is_the_worked_example_to_the_fen(stage: FixedClock) -> None:
    said = walk(begin(), 5).replace("\u00a0", " ")
    for amount in ("60,000.00", "42,573.14", "1,552.79", "44,125.93", "15,874.07"):
        assert amount in said


def test_a_step_sent_twice_is_done_once(stage: FixedClock) -> None:
    client = begin()
    walk(client, 5)
    before = Settlement.objects.count()
    for number in range(1, 6):
        assert client.post(f"/tour/{number}").status_code == 303
    assert Settlement.objects.count() == before


def test_a_step_is_not_skipped(stage: FixedClock) -> None:
    client = begin()
    assert client.post("/tour/4").headers["Location"] == "/tour/1"
    assert not Settlement.objects.exists()
    assert client.get("/tour/11").status_code == 404


def test_two_visitors_do_not_disturb_one_another(stage: FixedClock) -> None:
    one, two = begin(), begin()
    walk(one, 6)
    walk(two, 9)
    said = walk(one, 10, 7)
    assert "一分不差" in said
    assert "第 1 期" in one.get("/tour/9").content.decode()
    assert verify_ledger() == []


def test_a_new_run_has_new_people(stage: FixedClock) -> None:
    client = begin()
    walk(client, 3)
    client.post("/tour/start", {"metro": "changzhutan"})
    walk(client, 3)
    assert Settlement.objects.values("psn_no").distinct().count() == 2


def test_outside_demo_mode_there_is_no_tour(stage: FixedClock, settings) -> None:
    client = begin()
    settings.RONGCHENG_DEMO = False
    for path in ("/tour", "/tour/1"):
        assert client.get(path).status_code == 404
    for path in ("/tour/start", "/tour/1"):
        assert client.post(path, {"metro": "changzhutan"}).status_code == 404
    assert not Settlement.objects.exists()


def test_the_visitor_s_own_sign_in_stays(stage: FixedClock) -> None:
    client = Client()
    client.post("/signin/demo", {"login": "office-430100"})
    client.post("/tour/start", {"metro": "changzhutan"})
    walk(client, 9)
    assert client.get("/office").status_code == 200
