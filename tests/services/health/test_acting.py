"""Acting for another in the health room: real settlements, filings that say who filed, records."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.people import public as people
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.health.models import Filing
from rongcheng.web.actor import Actor
from tests.services.health.conftest import XIANGTAN, World
from tests.services.health.test_filing_pages import form
from tests.services.health.test_pages import resident_client, settle

LAST = date(2026, 12, 31)


class Pair(NamedTuple):
    """A father with a settlement, his daughter, and her browser acting for him."""

    father: UUID
    daughter: UUID
    number: int
    setl_id: str
    browser: Client


def me(person: UUID) -> Actor:
    return Actor("resident", str(person), label=people.get_resident(person).name, person_id=person)


@pytest.fixture
def pair(world: World, clock: FixedClock, settings) -> Pair:
    settings.RONGCHENG_DEMO = True
    persons = world.person(XIANGTAN), world.person(XIANGTAN)
    father, daughter = (people.get_insurance(one.psn_no).resident_id for one in persons)
    setl_id = settle(world, persons[0], 1, clock)
    matters = frozenset({"settlements", "filings", "voucher"})
    wanted = people.NewMandate(father, daughter, matters, clock.now().date(), LAST)
    given = people.give_mandate(me(father), wanted, token="T-1")
    people.accept_mandate(me(daughter), given.number)
    browser = resident_client(persons[1], "acting-page")
    assert browser.post("/me/people/acting", {"number": given.number}).status_code == 303
    return Pair(father, daughter, given.number, setl_id, browser)


def test_she_sees_his_settlements_and_his_record_names_her(pair: Pair) -> None:
    listed = pair.browser.get("/me/settlements")
    assert f"/me/settlements/{pair.setl_id}" in listed.content.decode()
    for path in (
        f"/me/settlements/{pair.setl_id}",
        f"/me/settlements/{pair.setl_id}/why",
        "/me/year",
    ):
        assert pair.browser.get(path).status_code == 200
        look = records_about(pair.father, 1)[0]
        assert (look.actor_id, look.acting_for, look.purpose) == (
            str(pair.daughter),
            pair.father,
            "deputy",
        )
    # Nothing of it stands in her own list: it was not her data.
    assert {look.purpose for look in records_about(pair.daughter, 50)} <= {"mandate"}


def test_a_filing_says_for_ever_by_whom_and_under_what_it_was_made(
    pair: Pair, clock: FixedClock
) -> None:
    answer = pair.browser.post("/me/filings", form(pair.browser))
    assert answer.headers["Location"] == "/me/filings?done=filed"
    filing = Filing.objects.get()
    assert (filing.person_id, filing.registered_by_id) == (pair.father, str(pair.daughter))
    people.revoke_mandate(me(pair.father), pair.number)
    clock.advance(timedelta(days=400))
    shown = Client()
    account_login(pair.father)
    shown.post("/signin/demo", {"login": "acting-father"})
    said = re.sub(r"<[^>]+>|\s+", " ", shown.get("/me/filings").content.decode())
    daughter = people.get_resident(pair.daughter).name
    assert f"由{daughter}代办" in said
    assert f"授权 {pair.number}" in said


def test_a_filing_withdrawn_for_him_is_noted_too(pair: Pair) -> None:
    pair.browser.post("/me/filings", form(pair.browser))
    filing = Filing.objects.get()
    sent = {"withdraw": filing.filing_no, "reason": "不去了"}
    assert pair.browser.post("/me/filings", sent).status_code == 302
    (info,) = people.list_mandates(me(pair.father))
    assert [(act.act, act.reference) for act in info.acts] == [
        ("filing.registered", filing.filing_no),
        ("filing.revoked", filing.filing_no),
    ]


def account_login(person: UUID) -> None:
    people.open_account(login="acting-father", resident_id=person, demo=True)


def test_a_voucher_shown_for_him_is_noted(pair: Pair) -> None:
    assert pair.browser.post("/me/voucher").status_code == 200
    (info,) = people.list_mandates(me(pair.father))
    assert [act.act for act in info.acts] == ["voucher.shown"]


def test_revoked_while_she_acts_everything_closes_and_nothing_is_hers(pair: Pair) -> None:
    sent = form(pair.browser)
    people.revoke_mandate(me(pair.father), pair.number)
    before = Filing.objects.count()
    answers = [pair.browser.post("/me/filings", sent), pair.browser.get("/me/settlements")]
    for answer in answers:
        assert answer.status_code == 403
        assert "本人已经撤销授权" in answer.content.decode()
    assert Filing.objects.count() == before
    # Only when she says so herself is she herself again.
    assert pair.browser.post("/me/people/stop").status_code == 303
    assert pair.browser.get("/me/settlements").status_code == 200


def test_another_settlement_stays_unknown_while_she_acts(
    pair: Pair, world: World, clock: FixedClock
) -> None:
    other = settle(world, world.person(XIANGTAN), 2, clock)
    assert pair.browser.get(f"/me/settlements/{other}").status_code == 404


def test_acting_costs_two_queries_more(pair: Pair) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert pair.browser.get("/me/year").status_code == 200
        return len(seen.captured_queries)

    acting = cost()
    pair.browser.post("/me/people/stop")
    assert acting - cost() <= 2
