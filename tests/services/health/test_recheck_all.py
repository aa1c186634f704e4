"""Every stored decision decided again: what was tampered with is found, at the step it parts."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from django.db import connection

from rongcheng.commands.errors import DifferencesUnwritable
from rongcheng.commands.verifying import verify_records
from rongcheng.kernel.clock import FixedClock
from rongcheng.kernel.rule_version import source_hash
from rongcheng.policy.editions import current_hash, forget_books
from rongcheng.services.health.models import Decision, Settlement
from rongcheng.services.health.public import (
    Difference,
    Recount,
    Settled,
    recheck_all,
    verify_decisions,
)
from rongcheng.services.health.recheck import runs as recheck_runs
from tests.foundation.append_only import emptying_allowed, triggers_off  # noqa: F401
from tests.services.health.conftest import CHANGSHA, METRO, World
from tests.services.health.properties.desk import Desk

CITY = "430100"
OLD_RULES = "0" * 64
RULES = ("rules_then", "rules_now")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCHENG_LANG", "en")


@pytest.fixture
def settled(world: World) -> Settled:
    """The first visit of an employee: 300 yuan at level 2, of which 200 are the deductible."""
    desk = Desk(world, world.person(CHANGSHA))
    place = world.at_tier(CITY, "level_2")
    return desk.settle(place, desk.ask(place, [("A", 30_000)]))


def change(table: str, statement: str, *values: str) -> None:
    """Change a stored row behind the application's back, as only the table's owner can."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        with triggers_off(table):
            cursor.execute(f"update {table} set {statement}", values)


def test_a_result_that_was_changed_is_told_from_its_first_step(
    settled: Settled, capsys: pytest.CaptureFixture[str]
) -> None:
    result = Decision.objects.get(pk=settled.decision_id).result
    assert (result["outpatient"][5], result["amounts"][6]) == (6_000, 6_000)
    result["outpatient"][5] = 5_900
    result["amounts"][6] = 5_900
    change("health_decision", "result = %s where id = %s", json.dumps(result), settled.decision_id)

    (fault,) = verify_decisions()
    assert (fault.code, fault.setl_id) == ("health.V001", settled.setl_id)
    assert fault.differences == (
        Difference("outpatient.fund_fen", 5_900, 6_000),
        Difference("amounts.pool_fen", 5_900, 6_000),
    )
    assert (fault.rule_version, fault.policy_hash) == (source_hash(), current_hash(METRO))

    assert verify_records(ledger=False, access=False) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"health.V001 {settled.decision_id}: decided again, it comes out otherwise ·"
        " outpatient.fund_fen 5,900 → 6,000; amounts.pool_fen 5,900 → 6,000",
        "Decided again: 1 decisions under 1 policy editions.",
        "1 do not stand.",
        "Faults found: 1.",
    ]


def test_a_settlement_that_was_changed_is_told_by_its_amounts(settled: Settled) -> None:
    # The identities still hold, so that only deciding again can find it.
    change(
        "health_settlement",
        "account_fen = account_fen + 100, cash_fen = cash_fen - 100 where setl_id = %s",
        settled.setl_id,
    )
    (fault,) = verify_decisions()
    assert fault.code == "health.V002"
    assert fault.differences == (
        Difference("amounts.account_fen", 100, 0),
        Difference("amounts.cash_fen", 23_900, 24_000),
    )


def test_a_reversal_that_gives_back_less_is_told(world: World) -> None:
    desk = Desk(world, world.person(CHANGSHA))
    place = world.at_tier(CITY, "level_2")
    first = desk.settle(place, desk.ask(place, [("A", 30_000)]))
    second = desk.settle(place, desk.ask(place, [("A", 30_000)]))
    back = desk.take_back(place, first)
    assert list(verify_decisions()) == []
    change(
        "health_settlement",
        "fund_fen = fund_fen + 1, pool_fen = pool_fen + 1, own_share_fen = own_share_fen - 1,"
        " person_fen = person_fen - 1, cash_fen = cash_fen - 1 where setl_id = %s",
        back.setl_id,
    )
    (fault,) = verify_decisions()
    assert (fault.code, fault.setl_id) == ("health.V003", first.setl_id)
    assert fault.differences[0] == Difference("amounts.pool_fen", -5_999, -6_000)
    # Nor does it take back another's decision.
    change(
        "health_settlement",
        "decision_id = %s where setl_id = %s",
        second.decision_id,
        back.setl_id,
    )
    assert [f.code for f in verify_decisions()] == ["health.V003", "health.V005"]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("policy_hash = repeat('e', 64)", "eeeeeeee"),
        ("facts_sealed = set_byte(facts_sealed, 40, 255 - get_byte(facts_sealed, 40))", "alter"),
        ("result = '{}'", "its content cannot be read"),
        ('totals = \'{"months": {}, "spent_fen": 1}\'', "its content cannot be read"),
    ],
)
def test_what_cannot_be_decided_again_is_one_fault_and_the_rest_goes_on(
    world: World, statement: str, told: str
) -> None:
    desk = Desk(world, world.person(CHANGSHA))
    place = world.at_tier(CITY, "level_2")
    made = [desk.settle(place, desk.ask(place, [("A", 30_000)])) for _ in range(3)]
    change("health_decision", f"{statement} where id = %s", made[1].decision_id)
    forget_books()
    count = Recount()
    (fault,) = recheck_all(count)
    assert (fault.code, fault.setl_id) == ("health.V004", made[1].setl_id)
    assert told in fault.en
    assert (count.total, count.decisions, count.differing) == (3, 3, 1)


def test_a_decision_without_its_settlement_is_told(settled: Settled) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into health_decision select 'D-ALONE', kind, rule_version, policy_hash,"
            " decided_at, facts_sealed, totals, result, reasons from health_decision"
        )
    (fault,) = verify_decisions()
    assert (fault.decision_id, fault.code) == ("D-ALONE", "health.V005")


def test_rules_that_have_changed_since_are_told(
    settled: Settled, clock: FixedClock, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(world, world.person(CHANGSHA))
    place = world.at_tier(CITY, "level_2")
    desk.settle(place, desk.ask(place, [("A", 30_000)]))
    change("health_decision", "rule_version = %s where id = %s", OLD_RULES, settled.decision_id)

    assert verify_records(ledger=False, access=False) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Decided again: 2 decisions under 1 policy editions.",
        "1 of them were made by 1 other versions of the rules.",
        "All come out as they were made.",
    ]
    change("health_decision", "totals = jsonb_set(totals, '{deductible_fen}', '30000')")
    assert verify_records(ledger=False, access=False) == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert "outpatient.deductible_fen 20,000 → 0" in first
    assert f"rules 000000000000 → {source_hash()[:12]}" in first


def test_other_reasons_are_told_where_the_same_rules_gave_them(settled: Settled) -> None:
    change("health_decision", "reasons = reasons + 1 where id = %s", settled.decision_id)
    (fault,) = verify_decisions()
    assert [d.step for d in fault.differences] == ["reasons"]
    change("health_decision", "rule_version = %s where id = %s", OLD_RULES, settled.decision_id)
    assert list(verify_decisions()) == []


def test_steps_that_differ_go_to_a_file(settled: Settled, tmp_path: Path) -> None:
    out = tmp_path / "differences.csv"
    assert verify_records(ledger=False, access=False, out=out) == 0
    assert len(out.read_text("utf-8-sig").splitlines()) == 1
    result = Decision.objects.get(pk=settled.decision_id).result
    result["bill"][0] = 29_999
    change("health_decision", "result = %s where id = %s", json.dumps(result), settled.decision_id)
    assert verify_records(ledger=False, access=False, out=out) == 1
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["settlement", "decision", "code", "step", "stored", "now", "edition", *RULES],
        [
            settled.setl_id,
            settled.decision_id,
            "health.V001",
            "bill.total_fen",
            "29999",
            "30000",
            current_hash(METRO),
            source_hash(),
            source_hash(),
        ],
    ]
    with pytest.raises(DifferencesUnwritable):
        verify_records(ledger=False, access=False, out=tmp_path / "nowhere" / "differences.csv")


def test_ledger_and_decisions_are_told_apart(
    settled: Settled, capsys: pytest.CaptureFixture[str]
) -> None:
    change("health_decision", "reasons = reasons + 1 where id = %s", settled.decision_id)
    assert (verify_records(decisions=False, access=False), capsys.readouterr().out) == (
        0,
        "The ledger is sound.\n",
    )
    assert verify_records() == 1


@pytest.mark.django_db(transaction=True)
def test_processes_side_by_side_find_the_same_in_the_same_order(
    transactional_db: None, pack: object, clock: FixedClock, world: World
) -> None:
    desk = Desk(world, world.person(CHANGSHA))
    place = world.at_tier(CITY, "level_2")
    made = [desk.settle(place, desk.ask(place, [("A", 1_000 + n)])) for n in range(12)]
    spoilt = [made[n].decision_id for n in (1, 5, 10)]
    change("health_decision", "reasons = reasons + 1 where id in (%s, %s, %s)", *spoilt)
    alone, several, seen = Recount(), Recount(), []
    first = list(recheck_all(alone, processes=1))
    second = list(
        recheck_all(
            several, processes=2, span=2, few=0, on_progress=lambda c: seen.append(c.decisions)
        )
    )
    assert [fault.decision_id for fault in first] == spoilt
    assert second == first
    assert several == alone
    assert (alone.decisions, alone.differing) == (12, 3)
    assert (seen[-1], len(seen) >= 6) == (12, True)
    assert Settlement.objects.count() == 12


def test_a_few_thousand_are_decided_in_one_process(
    settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recheck_runs, "check_side_by_side", None)
    assert list(recheck_all(Recount(), processes=8)) == []
