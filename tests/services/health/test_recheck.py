"""Explaining and deciding again: the archive stands whatever is published later, or is told of."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from django.db import connection

from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.policy.editions import current_hash, forget_books, publish
from rongcheng.services.health.errors import DecisionUnknown
from rongcheng.services.health.models import Decision, Settlement
from rongcheng.services.health.public import (
    AccountUse,
    Settled,
    explain_decision,
    grant_special_disease,
    verify_decisions,
)
from rongcheng.services.health.recheck.deciding_again import redecide
from tests.foundation.append_only import triggers_off
from tests.services.health.cases.books import pack_for
from tests.services.health.cases.reading import Change
from tests.services.health.conftest import CHANGSHA, METRO, XIANGTAN, World
from tests.services.health.properties.desk import Desk

CITY = "430100"

# A new edition that would decide the visits below otherwise, on their own days.
HARSHER = (
    Change(
        "health.outpatient.ratio",
        "pool:430199",
        date(2026, 1, 1),
        {"employee": {"in_service": {"level_2": 100_000}}},
    ),
    Change(
        "health.outpatient.deductible",
        "pool:430199",
        date(2026, 1, 1),
        {"employee": {"in_service": {"level_2": 25_000}}},
    ),
    Change("health.special.limit_month", "pool:430399", date(2026, 1, 1), {"resident": 100}),
)


@pytest.fixture
def settled(world: World) -> list[Settled]:
    """Settle an outpatient visit and a special disease over two months."""
    employee = Desk(world, world.person(CHANGSHA, account_fen=5_000))
    place = world.at_tier(CITY, "level_2")
    lines = [("A", 20_000), ("B", 5_001), ("C", 2_640)]
    first = employee.settle(place, employee.ask(place, lines, account=AccountUse.OWN))
    patient = world.person(XIANGTAN, "resident", "adult")
    grant_special_disease(
        METRO, XIANGTAN, patient.psn_no, "resident", disease_code="OPSP-01",
        begins_on=date(2024, 1, 1),
    )  # fmt: skip
    resident = Desk(world, patient)
    second = resident.settle(
        place,
        resident.ask(
            place, [("A", 28_000)], disease="OPSP-01", at=datetime(2026, 2, 28, tzinfo=SHANGHAI)
        ),
    )
    return [first, second]


def told(settled: list[Settled]) -> list[object]:
    """Return the Why? of each settlement in both languages."""
    return [explain_decision(s.decision_id, lang) for s in settled for lang in ("zh", "en")]


def test_a_policy_published_later_changes_nothing_decided_earlier(
    settled: list[Settled], clock: FixedClock
) -> None:
    before, first_hash = told(settled), current_hash(METRO)
    assert [s.amounts.fund_fen for s in settled] == [2_701, 19_600]

    publish(pack_for(METRO, HARSHER), by="test")
    forget_books()

    assert current_hash(METRO) != first_hash
    assert told(settled) == before
    assert list(verify_decisions()) == []
    for decision in Decision.objects.all():
        assert decision.policy_hash == first_hash
        assert redecide(decision).agrees


def test_a_visit_after_the_publication_is_decided_by_the_new_edition(
    world: World, settled: list[Settled]
) -> None:
    publish(pack_for(METRO, HARSHER), by="test")
    desk = Desk(world, world.person(CHANGSHA))
    place = world.at_tier(CITY, "level_2")
    later = desk.settle(place, desk.ask(place, [("A", 20_000), ("B", 5_001), ("C", 2_640)]))
    # 245.01 in scope, all of it below the new deductible of 250.
    assert (later.amounts.deductible_fen, later.amounts.fund_fen) == (24_501, 0)
    assert list(verify_decisions()) == []


def test_the_why_of_an_unknown_decision_says_so(world: World) -> None:
    with pytest.raises(DecisionUnknown) as unknown:
        explain_decision("D-NONE", "zh")
    assert "D-NONE" in unknown.value.message("zh")


def test_every_parameter_that_decided_is_told_with_its_document(settled: list[Settled]) -> None:
    for number, keys in (
        (
            0,
            {
                "covered",
                "deductible",
                "deductible_year",
                "ratio",
                "cap_year",
                "counts_outpatient",
            },
        ),
        (
            1,
            {"ratio", "cap_year", "cut", "filing_needed", "second_offered", "second_threshold"},
        ),
    ):
        decision = Decision.objects.get(pk=settled[number].decision_id)
        assert set(redecide(decision).assessment.values) == keys
        why = explain_decision(decision.id, "zh")
        cited = {a.title for step in why.steps for a in step.authorities}
        for value in redecide(decision).assessment.values.values():
            assert value.title["zh"] in cited
        assert all(a.document for step in why.steps for a in step.authorities)


def test_the_sum_that_is_told_adds_up(settled: list[Settled]) -> None:
    why = explain_decision(settled[0].decision_id, "zh")
    assert [(step.sign, step.amount_fen) for step in why.steps] == [
        ("", 27_641),
        ("−", 2_640),
        ("−", 500),
        ("=", 24_501),
        ("−", 20_000),
        ("=", 4_501),
        ("×", None),
        ("=", 2_701),
        ("", None),
        ("=", 2_701),
        ("", None),
        ("", 27_641),
        ("−", 2_701),
        ("=", 24_940),
        ("−", 5_000),
        ("=", 19_940),
    ]
    assert [line.reasons for line in why.lines] == [
        (),
        ("乙类项目，先行自付一部分，其余进入报销范围。",),
        ("丙类项目，全部自费。",),
    ]


def test_the_second_month_is_told_what_the_first_has_used(world: World, clock: FixedClock) -> None:
    patient = world.person(XIANGTAN, "resident", "adult")
    grant_special_disease(
        METRO, XIANGTAN, patient.psn_no, "resident", disease_code="OPSP-01",
        begins_on=date(2024, 1, 1),
    )  # fmt: skip
    desk = Desk(world, patient)
    place = world.at_tier(CITY, "level_2")
    march = desk.ask(place, [("A", 10_000)], disease="OPSP-01")
    february = desk.ask(
        place,
        [("A", 1), ("A", 20_000)],
        disease="OPSP-01",
        at=datetime(2026, 2, 3, tzinfo=SHANGHAI),
    )
    both = march._replace(charges=(march.charges[0], february.charges[1]))
    why = explain_decision(desk.settle(place, both).decision_id, "en")
    # February 200.00 × 70 % = 140.00, of 150,000 a year; then March.
    caps = [step for step in why.steps if "150,000.00" in step.shown or "149,860.00" in step.shown]
    assert ["0.00" in caps[0].note, "140.00" in caps[1].note] == [True, True]
    assert "149,860.00" in caps[1].shown


def test_mutual_aid_that_may_not_pay_is_told_with_its_rule(world: World) -> None:
    desk = Desk(world, world.person(CHANGSHA, "resident", "adult", aid_fen=5_000))
    place = world.at_tier(CITY, "primary")
    asked = desk.ask(place, [("A", 10_000)], account=AccountUse.MUTUAL_AID)
    why = explain_decision(desk.settle(place, asked).decision_id, "zh")
    assert [(step.sign, step.amount_fen) for step in why.steps[-2:]] == [("−", 0), ("=", 3_000)]
    assert [a.title for a in why.steps[-2].authorities] == ["可用家庭共济账户"]
    assert "health.R017" in {reason.code for reason in why.reasons}


def change(table: str, statement: str, *values: str) -> None:
    """Change a stored row behind the application's back, as only the table's owner can."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        with triggers_off(table):
            cursor.execute(f"update {table} set {statement}", values)


def test_a_changed_result_is_found(settled: list[Settled]) -> None:
    decision = Decision.objects.get(pk=settled[0].decision_id)
    result = dict(decision.result, ratio_ppm=610_000)
    change("health_decision", "result = %s where id = %s", json.dumps(result), decision.id)
    assert [(f.decision_id, f.code) for f in verify_decisions()] == [(decision.id, "health.V001")]


def test_changed_totals_are_found(settled: list[Settled]) -> None:
    decision = Decision.objects.get(pk=settled[0].decision_id)
    totals = dict(decision.totals, deductible_fen=30_000)
    change("health_decision", "totals = %s where id = %s", json.dumps(totals), decision.id)
    assert [f.code for f in verify_decisions()] == ["health.V001"]


def test_changed_amounts_of_a_settlement_are_found(settled: list[Settled]) -> None:
    # The identities still hold, so that only deciding again can find it.
    change(
        "health_settlement",
        "account_fen = account_fen - 1, cash_fen = cash_fen + 1 where setl_id = %s",
        settled[0].setl_id,
    )
    assert [f.code for f in verify_decisions()] == ["health.V002"]


def test_a_reversal_that_is_not_the_negative_is_found(world: World) -> None:
    desk = Desk(world, world.person(CHANGSHA))
    place = world.at_tier(CITY, "level_2")
    first = desk.settle(place, desk.ask(place, [("A", 26_000)]))
    back = desk.take_back(place, first)
    change(
        "health_settlement",
        "fund_fen = fund_fen + 1, pool_fen = pool_fen + 1, own_share_fen = own_share_fen - 1,"
        " person_fen = person_fen - 1, cash_fen = cash_fen - 1 where setl_id = %s",
        back.setl_id,
    )
    assert [f.code for f in verify_decisions()] == ["health.V003"]
    assert Settlement.objects.count() == 2
