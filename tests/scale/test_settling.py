"""A file is settled whole: in order or not, by one thread or several, with its faults beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rongcheng.scale import cutting, flow
from rongcheng.scale.errors import (
    InputUnreadable,
    MemoryTooSmall,
    PersonTooLong,
    VocabulariesDiffer,
)
from rongcheng.scale.public import (
    GIBIBYTE,
    Engine,
    Progress,
    Settled,
    find_order,
    open_job,
    open_source,
    settle_chunks,
    settle_file,
)
from rongcheng.services.health.columns import SETTLED_FILE
from tests.scale.plain_policy import PLAIN, VOCABULARY, PlainSettler
from tests.scale.visits import AT, many_visits, read_rows, shuffled, table_of, visit, write_visits

Settle = Callable[..., Settled]


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut often, so that small files have edges too."""
    monkeypatch.setattr(cutting.cut_between_persons, "__defaults__", (1_000,))


def settle(given: Path, out: Path, *, threads: int = 2, progress: Any = None) -> Settled:
    job = open_job(given, out, threads=threads, memory_bytes=GIBIBYTE, force=True)
    return settle_file(job, PLAIN, progress or Progress())


def written(path: Path, table: Any) -> Path:
    pq.write_table(table, path, row_group_size=2_500)
    return path


def test_rows_come_out_by_person_and_moment_in_fen(tmp_path: Path) -> None:
    path = write_visits(
        tmp_path / "v.parquet",
        [visit(3, person=2, settled_at=AT), visit(2, person=1), visit(1, person=1, total_fen=1)],
    )
    out = tmp_path / "settled.parquet"
    done = settle(path, out)
    assert done._replace(seconds=0) == Settled(3, 3, 0, 0, False, 0)
    assert pq.read_schema(out).names == list(SETTLED_FILE)
    assert {str(kind) for kind in pq.read_schema(out).types} == {"int64"}
    kept = ("visit", "person", "fund_fen", "person_fen", "reasons")
    assert [tuple(row[name] for name in kept) for row in read_rows(out)] == [
        (1, 1, 45_000, -44_999, 0),
        (2, 1, 45_000, 55_000, 1),
        (3, 2, 45_000, 55_000, 0),
    ]
    assert read_rows(tmp_path / "settled.faults.parquet") == []


def test_the_footers_tell_where_the_results_come_from(tmp_path: Path) -> None:
    path = write_visits(tmp_path / "march.parquet", [visit(1), visit(2, status=0)])
    settle(path, tmp_path / "out.parquet")
    for name in ("out.parquet", "out.faults.parquet"):
        notes = pq.read_metadata(tmp_path / name).metadata
        rules = notes.pop(b"rongcheng.rules")
        assert len(rules) == 64
        assert {key: value for key, value in notes.items() if key.startswith(b"rongcheng")} == {
            b"rongcheng.input": b"march.parquet",
            b"rongcheng.policy.sample": b"0" * 64,
            b"rongcheng.rows": b"2",
            b"rongcheng.settled": b"1",
            b"rongcheng.refused": b"1",
            b"rongcheng.faulty": b"0",
        }


def test_order_and_threads_change_nothing(tmp_path: Path) -> None:
    table = many_visits(4_000)
    made = []
    for threads in (1, 2, 5):
        for name, rows in (("sorted", table), ("shuffled", shuffled(table))):
            folder = tmp_path / f"{name}{threads}"
            folder.mkdir()
            path = written(folder / "v.parquet", rows)
            done = settle(path, folder / "out.parquet", threads=threads)
            assert (done.rows, done.settled, done.was_sorted) == (12_000, 12_000, name == "sorted")
            assert sorted(found.name for found in folder.iterdir()) == [
                "out.faults.parquet",
                "out.parquet",
                "v.parquet",
            ]
            made.append((folder / "out.parquet").read_bytes())
    assert len(set(made)) == 1
    # The half of 90 % of each bill, and each person's rows counted as one history.
    found = pq.read_table(tmp_path / "sorted2" / "out.parquet")
    total = table.column("in_scope_fen").to_numpy() // 2
    assert found.column("fund_fen").to_numpy().tolist() == total.tolist()
    assert found.column("reasons").to_pylist() == [0, 1, 2] * 4_000


@pytest.mark.parametrize("is_sorted", [True, False])
def test_bad_rows_are_told_as_they_were_given(tmp_path: Path, is_sorted: bool) -> None:
    rows = [
        visit(number, person=number if is_sorted else 9_000 - number) for number in range(1, 3_001)
    ]
    rows[4]["total_fen"] = None
    rows[1_500]["tier"] = "level_9"
    rows[2_999] |= {"status": 0, "visit": 77}
    table = table_of(rows).append_column("note", pa.array([f"n{n}" for n in range(3_000)]))
    given = tmp_path / "visits"
    given.mkdir()
    written(given / "a.parquet", table.slice(0, 1_000))
    written(given / "b.parquet", table.slice(1_000))
    done = settle(given, tmp_path / "out.parquet")
    assert (done.rows, done.settled, done.refused, done.faulty) == (3_000, 2_997, 1, 2)
    assert done.was_sorted is is_sorted
    found = read_rows(tmp_path / "out.faults.parquet")
    told = [{k: v for k, v in row.items() if k.startswith("fault_")} for row in found]
    assert told == [
        {
            "fault_file": "a.parquet",
            "fault_row": 5,
            "fault_code": "sample.F001",
            "fault_is_refusal": False,
            "fault_zh": "没有总费用。",
            "fault_en": "No total.",
        },
        {
            "fault_file": "b.parquet",
            "fault_row": 501,
            "fault_code": "sample.F002",
            "fault_is_refusal": False,
            "fault_zh": "没有这个级别。",
            "fault_en": "No such tier.",
        },
        {
            "fault_file": "b.parquet",
            "fault_row": 2_000,
            "fault_code": "sample.R001",
            "fault_is_refusal": True,
            "fault_zh": "未参保。",
            "fault_en": "Not insured.",
        },
    ]
    original = [table.to_pylist()[at] for at in (4, 1_500, 2_999)]
    assert [{k: v for k, v in row.items() if k not in told[0]} for row in found] == original


def test_mended_faults_can_be_given_back_as_they_are(tmp_path: Path) -> None:
    path = write_visits(tmp_path / "v.parquet", [visit(1, tier="level_9"), visit(2)])
    settle(path, tmp_path / "out.parquet")
    again = settle(tmp_path / "out.faults.parquet", tmp_path / "again.parquet")
    assert (again.rows, again.faulty) == (1, 1)
    names = pq.read_schema(tmp_path / "again.faults.parquet").names
    assert names == pq.read_schema(tmp_path / "out.faults.parquet").names
    assert len(set(names)) == len(names)


def test_files_that_write_a_column_differently_are_told_as_text(tmp_path: Path) -> None:
    given = tmp_path / "visits"
    given.mkdir()
    table = table_of([visit(1, status=0)])
    at = table.schema.get_field_index("age")
    written(given / "a.parquet", table)
    written(given / "b.parquet", table.set_column(at, "age", pa.array([40], pa.int8())))
    settle(given, tmp_path / "out.parquet")
    assert [row["age"] for row in read_rows(tmp_path / "out.faults.parquet")] == ["40", "40"]


def test_an_empty_file_gives_empty_results(tmp_path: Path) -> None:
    path = write_visits(tmp_path / "v.parquet", [])
    done = settle(path, tmp_path / "out.parquet")
    assert done._replace(seconds=0) == Settled(0, 0, 0, 0, True, 0)
    assert read_rows(tmp_path / "out.parquet") == []
    assert pq.read_schema(tmp_path / "out.parquet").names == list(SETTLED_FILE)


def test_one_person_may_be_larger_than_a_chunk(tmp_path: Path) -> None:
    table = many_visits(1, each=5_000)
    for rows in (table, shuffled(table)):
        settle(written(tmp_path / "v.parquet", rows), tmp_path / "out.parquet")
        found = pq.read_table(tmp_path / "out.parquet")
        assert found.column("reasons").to_pylist() == list(range(5_000))


def test_a_column_of_one_person_only_stops_the_run_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutting, "MOST_ROWS_OF_A_PERSON", 2_000)
    path = written(tmp_path / "v.parquet", many_visits(1, each=5_000))
    with pytest.raises(PersonTooLong):
        settle(path, tmp_path / "out.parquet")
    assert [found.name for found in tmp_path.iterdir()] == ["v.parquet"]


def test_progress_is_told_of_sorting_and_of_settling(tmp_path: Path) -> None:
    sorting: list[int] = []
    settling: list[int] = []
    path = written(tmp_path / "v.parquet", shuffled(many_visits(1_000)))
    settle(path, tmp_path / "out.parquet", progress=Progress(sorting.append, settling.append))
    assert sorting[-1] == settling[-1] == 3_000
    assert settling == sorted(settling)
    assert len(settling) == 4


def test_two_policies_are_streamed_over_the_same_visits(tmp_path: Path) -> None:
    source = open_source(written(tmp_path / "v.parquet", shuffled(many_visits(1_000))))
    engine = Engine(2, GIBIBYTE, tmp_path)
    chunks = list(
        settle_chunks(source, [PlainSettler(), PlainSettler()], engine, find_order(source))
    )
    assert [len(chunk.rows) for chunk in chunks] == [999, 999, 999, 3]
    assert sorted(row for chunk in chunks for row in chunk.rows.tolist()) == list(range(3_000))
    for chunk in chunks:
        one, other = chunk.results
        assert one.fund_fen.tolist() == (chunk.visits.in_scope_fen // 2).tolist()
        assert other.fund_fen.tolist() == one.fund_fen.tolist()
        assert [faults.any() for faults in chunk.faults] == [False, False]


def test_policies_of_other_words_are_not_compared(tmp_path: Path) -> None:
    class Other(PlainSettler):
        vocabulary = MappingProxyType({**VOCABULARY, "tier": ("level_3", "primary")})

    source = open_source(write_visits(tmp_path / "v.parquet", [visit(1)]))
    engine = Engine(1, GIBIBYTE, tmp_path)
    with pytest.raises(VocabulariesDiffer) as raised:
        list(settle_chunks(source, [PlainSettler(), Other()], engine, find_order(source)))
    assert raised.value.params == {"column": "tier"}


def test_too_little_memory_is_refused_at_once(tmp_path: Path) -> None:
    path = write_visits(tmp_path / "v.parquet", [visit(1)])
    with pytest.raises(MemoryTooSmall):
        open_job(path, tmp_path / "out.parquet", threads=1, memory_bytes=GIBIBYTE // 4)


def test_what_is_under_way_stays_within_the_memory() -> None:
    def under_way(threads: int, memory: float) -> int:
        return Engine(threads, int(memory * GIBIBYTE), Path()).chunks_under_way

    assert flow.CHUNK_ROWS == 131_072
    assert under_way(2, 2) == 4
    assert under_way(64, 2) == 7
    assert under_way(64, 0.5) == 1


@pytest.mark.parametrize("is_sorted", [True, False])
def test_a_file_damaged_inside_stops_the_run_and_leaves_nothing(
    tmp_path: Path, is_sorted: bool
) -> None:
    table = many_visits(2_000)
    path = tmp_path / "v.parquet"
    rows = table if is_sorted else shuffled(table)
    pq.write_table(rows, path, row_group_size=2_000, use_dictionary=False)
    at = pq.read_metadata(path).row_group(2).column(9).data_page_offset
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + b"\xff" * 40 + whole[at + 40 :])
    with pytest.raises(InputUnreadable):
        settle(path, tmp_path / "out.parquet")
    assert [found.name for found in tmp_path.iterdir()] == ["v.parquet"]
