"""The large data set: the same for a seed, in order, and whole."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from rongcheng.services.health.rules import VISIT_FILE
from rongcheng.simulation.data_set.file import DataSet, write_data_set

WANTED = DataSet(residents=4_000, visits=40_000, seed=7)


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data set in order of person and moment."""
    file = tmp_path_factory.mktemp("data_set") / "visits.parquet"
    write_data_set(file, WANTED)
    return file


def ask(file: Path, question: str) -> list[tuple[object, ...]]:
    """Ask DuckDB about the file's `rows`."""
    with duckdb.connect() as at:
        at.read_parquet(str(file)).create_view("rows")
        return at.execute(question).fetchall()


def test_the_same_seed_gives_the_same_file(in_order: Path, tmp_path: Path) -> None:
    again, other = tmp_path / "again.parquet", tmp_path / "other.parquet"
    write_data_set(again, WANTED)
    write_data_set(other, WANTED._replace(seed=8))
    assert again.read_bytes() == in_order.read_bytes()
    assert other.read_bytes() != in_order.read_bytes()


def test_it_has_the_documented_columns_and_all_rows(in_order: Path) -> None:
    table = pq.read_table(in_order)
    assert table.column_names == [column.name for column in VISIT_FILE]
    assert table.num_rows == 40_000
    assert all(column.null_count == 0 for column in table.columns)


def test_the_rows_are_in_order_and_every_bill_adds_up(in_order: Path) -> None:
    table = pq.read_table(in_order, columns=["person", "settled_at", "visit", "month"])
    keys = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    assert keys == sorted(keys)
    wrong = (
        "select count(*) from rows where total_fen <= 0 or total_fen <> "
        "self_paid_fen + over_limit_fen + prepaid_fen + in_scope_fen"
    )
    assert ask(in_order, wrong) == [(0,)]


def test_reversals_take_back_an_earlier_bill_of_the_same_person_once(in_order: Path) -> None:
    found = ask(
        in_order,
        """select count(*) between 250 and 550, count(distinct r.reverses) = count(*),
                  count(*) filter (where o.person = r.person and o.settled_at <= r.settled_at
                                     and o.total_fen = r.total_fen and o.reverses = 0) = count(*)
             from rows r join rows o on o.visit = r.reverses where r.reverses > 0""",
    )
    assert found == [(True, True, True)]


def test_bills_over_two_months_and_stays_settled_twice_occur(in_order: Path) -> None:
    months = """select count(*) > 50, bool_and(lines = 2 and bills = 1 and months = 2)
                  from (select count(*) as lines,
                               count(distinct (person, settled_at, kind, account_use)) as bills,
                               count(distinct month) as months
                          from rows group by visit having count(*) > 1)"""
    stays = """select count(*) > 5, bool_and(lines = 2 and admissions = 1)
                 from (select count(*) as lines, count(distinct begun_on) as admissions
                         from rows where stay > 0 group by stay)"""
    assert ask(in_order, months) == [(True, True)]
    assert ask(in_order, stays) == [(True, True)]


def test_shuffled_it_holds_the_same_rows_in_another_order(in_order: Path, tmp_path: Path) -> None:
    file = tmp_path / "shuffled.parquet"
    write_data_set(file, WANTED, shuffled=True)
    mixed = pq.read_table(file)
    assert mixed.column("visit").to_pylist() != sorted(mixed.column("visit").to_pylist())
    back = mixed.sort_by(
        [
            ("person", "ascending"),
            ("settled_at", "ascending"),
            ("visit", "ascending"),
            ("month", "ascending"),
        ]
    )
    assert back.equals(pq.read_table(in_order))
    assert [path.name for path in tmp_path.iterdir()] == ["shuffled.parquet"]
