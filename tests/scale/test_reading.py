"""What a file may look like: any order of columns, other types that say the same, and no others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rongcheng.kernel.errors import RongchengError
from rongcheng.scale.converting import convert_visits
from rongcheng.scale.errors import (
    ColumnMissing,
    ColumnTwice,
    ColumnTypeWrong,
    InputMissing,
    InputUnreadable,
)
from rongcheng.scale.public import open_source, words_of
from rongcheng.scale.source import read_batches
from rongcheng.services.health.columns import MISSING, UNKNOWN_WORD, VisitColumns
from tests.scale.plain_policy import VOCABULARY
from tests.scale.visits import NEEDED, SCHEMA, table_of, visit, write_visits

# 2 March 2026, 9:31 on the wall, as microseconds since 1970.
NINE_31 = 1_772_443_860_000_000


def read(path: Path) -> VisitColumns:
    source = open_source(path)
    batches = [batch for file in source.files for batch in read_batches(file)]
    return convert_visits(batches, words_of(VOCABULARY))


def with_type(column: str, kind: Any) -> Any:
    at = SCHEMA.get_field_index(column)
    return SCHEMA.set(at, pa.field(column, kind))


def test_every_documented_column_becomes_integers(tmp_path: Path) -> None:
    row = visit(1, tier="primary", filed=True, two_diseases="both", account_credit_fen=700)
    found = read(write_visits(tmp_path / "v.parquet", [row]))
    assert {name: column.tolist() for name, column in found._asdict().items()} == {
        "visit": [1],
        "person": [1],
        "settled_at": [NINE_31],
        "reverses": [0],
        "stay": [0],
        "insured_pool": [0],
        "care_pool": [0],
        "scheme": [0],
        "standing": [0],
        "tier": [0],
        "kind": [11],
        "total_fen": [100_000],
        "self_paid_fen": [10_000],
        "over_limit_fen": [0],
        "prepaid_fen": [0],
        "in_scope_fen": [90_000],
        "age": [40],
        "status": [1],
        "category": [0],
        "filed": [1],
        "begun_on": [739_677],
        "premium": [0],
        "pooling": [0],
        "means": [0],
        "civil_servant": [0],
        "campus": [0],
        "diseases": [0],
        "disease_granted": [0],
        "two_diseases": [1],
        "birth": [0],
        "pregnancy": [0],
        "month": [0],
        "account_use": [0],
        "account_credit_fen": [700],
        "aid_credit_fen": [0],
    }


def test_empty_and_unknown_values_are_told_apart(tmp_path: Path) -> None:
    rows = [
        visit(1, tier=None, total_fen=None, settled_at=None, category=None, status=None),
        visit(2, tier="level_9", category="nobody"),
    ]
    found = read(write_visits(tmp_path / "v.parquet", rows))
    assert found.tier.tolist() == [MISSING, UNKNOWN_WORD]
    assert found.total_fen.tolist() == [MISSING, 100_000]
    assert found.settled_at.tolist() == [MISSING, NINE_31 + 60_000_000]
    assert found.category.tolist() == [0, UNKNOWN_WORD]
    assert found.status.tolist() == [1, 1]


def test_columns_may_come_in_any_order_and_others_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "v.parquet"
    table = table_of([visit(1)]).select([*reversed(NEEDED)])
    pq.write_table(table.append_column("note", pa.array(["x"])), path)
    found = read(path)
    assert found.total_fen.tolist() == [100_000]
    assert found.self_paid_fen.tolist() == [0]
    assert found.begun_on.tolist() == [0]


@pytest.mark.parametrize(
    ("column", "kind", "given", "wanted"),
    [
        ("total_fen", pa.int32(), 100_000, 100_000),
        ("age", pa.uint8(), 40, 40),
        ("age", pa.null(), None, 0),
        ("tier", pa.dictionary(pa.int8(), pa.string()), "level_3", 1),
        ("tier", pa.large_string(), "level_3", 1),
        ("tier", pa.string_view(), "level_3", 1),
        ("begun_on", pa.date64(), date(2026, 3, 2), 739_677),
        ("settled_at", pa.timestamp("ms"), datetime(2026, 3, 2, 9, 31), NINE_31),
        ("settled_at", pa.timestamp("ns"), datetime(2026, 3, 2, 9, 31), NINE_31),
        (
            "settled_at",
            pa.timestamp("us", "UTC"),
            datetime(2026, 3, 2, 1, 31, tzinfo=UTC),
            NINE_31,
        ),
        (
            "settled_at",
            pa.timestamp("ns", "Europe/Berlin"),
            datetime(2026, 3, 2, 1, 31, tzinfo=UTC),
            NINE_31,
        ),
    ],
)
def test_types_that_say_the_same_are_taken(
    tmp_path: Path, column: str, kind: Any, given: object, wanted: int
) -> None:
    path = tmp_path / "v.parquet"
    pq.write_table(table_of([visit(1, **{column: given})], with_type(column, kind)), path)
    assert getattr(read(path), column).tolist() == [wanted]


def test_a_moment_beyond_all_counting_is_no_day(tmp_path: Path) -> None:
    path = tmp_path / "v.parquet"
    table = table_of([visit(1)])
    at = SCHEMA.get_field_index("settled_at")
    far = pa.array([2**60, -(2**60)], pa.timestamp("ms"))
    pq.write_table(pa.concat_tables([table, table]).set_column(at, "settled_at", far), path)
    assert read(path).settled_at.tolist() == [2**62, 2**62]


@pytest.mark.parametrize(
    ("column", "kind", "found", "wanted"),
    [
        ("total_fen", pa.float64(), "double", "int64 (fen)"),
        ("total_fen", pa.decimal128(12, 2), "decimal128(12, 2)", "int64 (fen)"),
        ("total_fen", pa.uint64(), "uint64", "int64 (fen)"),
        ("total_fen", pa.string(), "string", "int64 (fen)"),
        ("tier", pa.int64(), "int64", "string"),
        ("filed", pa.int8(), "int8", "bool"),
        ("begun_on", pa.timestamp("us"), "timestamp[us]", "date32"),
        ("settled_at", pa.date32(), "date32[day]", "timestamp[us]"),
        ("settled_at", pa.string(), "string", "timestamp[us]"),
    ],
)
def test_other_types_are_refused_with_found_and_wanted(
    tmp_path: Path, column: str, kind: Any, found: str, wanted: str
) -> None:
    path = tmp_path / "v.parquet"
    pq.write_table(table_of([], with_type(column, kind)), path)
    with pytest.raises(ColumnTypeWrong) as raised:
        open_source(path)
    assert raised.value.code == "scale.E004"
    assert raised.value.params["column"] == column
    assert raised.value.params["found"] == found
    assert raised.value.params["wanted"] == wanted


@pytest.mark.parametrize("column", NEEDED)
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    path = tmp_path / "v.parquet"
    pq.write_table(table_of([visit(1)]).drop_columns([column]), path)
    with pytest.raises(ColumnMissing) as raised:
        open_source(path)
    assert raised.value.params["column"] == column
    assert f"缺少列 {column}" in raised.value.message("zh")


def twice(path: Path) -> None:
    table = table_of([visit(1)])
    pq.write_table(table.append_column("tier", table.column("tier")), path)


def cut_off(path: Path) -> None:
    write_visits(path, [visit(1)])
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (twice, ColumnTwice),
        (cut_off, InputUnreadable),
        (lambda path: path.write_text("visit,person\n1,1\n"), InputUnreadable),
        (lambda path: None, InputMissing),
        (lambda path: path.mkdir(), InputMissing),
    ],
)
def test_what_is_no_file_of_visits_is_refused(
    tmp_path: Path, make: Callable[[Path], object], error: type[RongchengError]
) -> None:
    make(tmp_path / "v.parquet")
    with pytest.raises(error):
        open_source(tmp_path / "v.parquet")


def test_a_folder_and_a_pattern_are_read_in_the_order_of_names(tmp_path: Path) -> None:
    folder = tmp_path / "visits"
    (folder / "march").mkdir(parents=True)
    write_visits(folder / "b.parquet", [visit(3)])
    write_visits(folder / "a.parquet", [visit(1), visit(2)])
    write_visits(folder / "march" / "c.parquet", [visit(4)])
    write_visits(folder / ".half.parquet", [visit(9)])
    (folder / "notes.txt").write_text("x")
    assert read(folder).visit.tolist() == [1, 2, 3, 4]
    assert [file.first for file in open_source(folder).files] == [0, 2, 3]
    assert read(folder / "[ab].parquet").visit.tolist() == [1, 2, 3]
