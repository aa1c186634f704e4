"""Both metros' own policy over one file: sound rows to the fen, bad ones by their own code."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from rongcheng.cli import app
from rongcheng.commands import batch
from rongcheng.kernel.errors import RongchengError
from rongcheng.policy.book import PolicyBook
from tests.scale.bad_rows import WRONG, wrong_visits
from tests.scale.visits import read_rows, shuffled, table_of, visit, write_visits
from tests.tidy.tree import PROJECT

PACKS = [PROJECT / "metros" / name for name in ("changzhutan", "chengdemeizi")]
PACK_WORDS = [word for pack in PACKS for word in ("--pack", str(pack))]


@pytest.fixture(scope="module")
def books() -> list[PolicyBook]:
    return batch.read_packs(PACKS)


def example_5(person: int, **other: Any) -> list[dict[str, Any]]:
    """The visits of one year, from health-settlement example 5."""
    bills = (
        ("level_2", 28_640, 26_000),
        ("level_3", 45_075, 45_075),
        ("primary", 8_843, 8_843),
        ("level_3", 250_000, 250_000),
    )
    return [
        visit(
            person * 10 + month,
            person=person,
            settled_at=datetime(2026, month, 10, 9),
            begun_on=None,
            tier=tier,
            total_fen=total,
            self_paid_fen=total - scope,
            in_scope_fen=scope,
            **other,
        )
        for month, (tier, total, scope) in enumerate(bills, start=1)
    ]


EXAMPLE_5 = [
    {"deductible_fen": 20_000, "fund_fen": 3_600, "person_fen": 25_040},
    {"deductible_fen": 10_000, "fund_fen": 21_045, "person_fen": 24_030},
    {"deductible_fen": 0, "fund_fen": 6_190, "person_fen": 2_653},
    {"deductible_fen": 0, "fund_fen": 119_165, "person_fen": 130_835},
]


@pytest.mark.parametrize("is_sorted", [True, False])
def test_each_bad_row_is_told_by_its_code_and_the_rest_is_settled(
    tmp_path: Path, books: list[PolicyBook], is_sorted: bool
) -> None:
    sound = example_5(1)
    away = example_5(3, insured_pool="510199", care_pool="510199")
    refused = visit(5_000, person=5_000, status=2)
    table = table_of([*sound, *away, *wrong_visits(1_000), refused])
    table = table.sort_by([("person", "ascending"), ("settled_at", "ascending")])
    given = tmp_path / "v.parquet"
    pq.write_table(table if is_sorted else shuffled(table), given)
    out = tmp_path / "out.parquet"
    job = batch.open_job(given, out, threads=2, memory_bytes=batch.bytes_of(1))
    assert batch.settle(job, books) == 3
    kept = ("deductible_fen", "fund_fen", "person_fen")
    found = read_rows(out)
    assert [row["visit"] for row in found] == [11, 12, 13, 14, 31, 32, 33, 34]
    assert [{name: row[name] for name in kept} for row in found[:4]] == EXAMPLE_5
    assert {name: found[4][name] for name in kept} == {
        "deductible_fen": 20_000,
        "fund_fen": 3_600,
        "person_fen": 25_040,
    }
    faults = read_rows(tmp_path / "out.faults.parquet")
    told = {row["visit"]: row["fault_code"] for row in faults}
    wanted = {number: code for number, (_, code) in enumerate(WRONG, start=1_000)}
    wanted[0] = wanted.pop(next(n for n, code in wanted.items() if code == "health.B028"))
    assert told == wanted | {5_000: "health.R012"}
    assert [row["visit"] for row in faults if row["fault_is_refusal"]] == [5_000]
    assert len(set(told.values()) - {"health.R012"}) >= 20
    for row in faults:
        assert row["fault_zh"]
        assert row["fault_en"]


def settle(*words: str) -> Any:
    return CliRunner().invoke(app, ["settle", *words], env={"RONGCHENG_LANG": "en"})


def test_the_command_tells_what_became_of_the_rows(tmp_path: Path) -> None:
    given = write_visits(tmp_path / "v.parquet", example_5(1))
    out = tmp_path / "out.parquet"
    ran = settle("--in", str(given), "--out", str(out), *PACK_WORDS)
    assert ran.exit_code == 0, ran.output
    assert Counter(row["person"] for row in read_rows(out)) == {1: 4}
    write_visits(given, [*example_5(1), visit(99, tier="level_9"), visit(100, status=2)])
    bad = tmp_path / "bad.parquet"
    again = ("--in", str(given), "--out", str(out), "--faults", str(bad), "--force")
    ran = settle(*again, "--threads", "2", "--memory", "1", *PACK_WORDS)
    assert ran.exit_code == 3, ran.output
    assert [row["visit"] for row in read_rows(bad)] == [99, 100]


def test_refused_rows_alone_are_no_fault(tmp_path: Path) -> None:
    given = write_visits(tmp_path / "v.parquet", [visit(1, status=2)])
    ran = settle("--in", str(given), "--out", str(tmp_path / "out.parquet"), *PACK_WORDS)
    assert ran.exit_code == 0, ran.output


def test_a_pack_given_twice_and_one_with_faults_are_refused(tmp_path: Path) -> None:
    given = write_visits(tmp_path / "v.parquet", [visit(1)])
    (tmp_path / "pack").mkdir()
    for packs, code in (
        ([PACKS[0], PACKS[0]], "commands.E014"),
        ([tmp_path / "pack"], "commands.E013"),
    ):
        words = [word for pack in packs for word in ("--pack", str(pack))]
        ran = settle("--in", str(given), "--out", str(tmp_path / "out.parquet"), *words)
        assert isinstance(ran.exception, RongchengError)
        assert ran.exception.code == code
        assert not (tmp_path / "out.parquet").exists()
