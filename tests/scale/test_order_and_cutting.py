"""Order is by person and time; chunks hold whole persons and follow from the rows alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rongcheng.scale import cutting
from rongcheng.scale.cutting import Piece, cut_between_persons
from rongcheng.scale.errors import PersonTooLong
from rongcheng.scale.public import OrderFound, find_order, open_source
from rongcheng.services.health.columns import MISSING
from tests.scale.visits import AT, many_visits, visit, write_visits

LATER = AT + timedelta(days=400)


def order_of(path: Path, *keys: tuple[int, int]) -> OrderFound:
    rows = [
        visit(number, person=person, settled_at=AT + timedelta(days=day))
        for number, (person, day) in enumerate(keys, start=1)
    ]
    return find_order(open_source(write_visits(path / "v.parquet", rows)))


def test_rows_by_person_and_time_are_in_order(tmp_path: Path) -> None:
    assert order_of(tmp_path, (1, 1), (1, 1), (1, 2), (2, 0)) == OrderFound(4, -1)


def test_the_first_row_that_comes_too_early_is_named(tmp_path: Path) -> None:
    assert order_of(tmp_path, (1, 1), (2, 1), (2, 0), (1, 0)) == OrderFound(4, 2)
    assert order_of(tmp_path, (1, 1), (0, 1)).first_break == 1


def test_order_is_kept_across_files(tmp_path: Path) -> None:
    write_visits(tmp_path / "a.parquet", [visit(1), visit(2)])
    write_visits(tmp_path / "b.parquet", [visit(3)])
    assert find_order(open_source(tmp_path)).is_sorted
    write_visits(tmp_path / "b.parquet", [visit(3, person=1)])
    assert find_order(open_source(tmp_path)) == OrderFound(3, 2)


def test_a_break_far_inside_is_found(tmp_path: Path) -> None:
    table = many_visits(50_000)
    swapped = np.arange(table.num_rows)
    swapped[[100_000, 100_001]] = [100_001, 100_000]
    pq.write_table(table.take(pa.array(swapped)), tmp_path / "v.parquet")
    assert find_order(open_source(tmp_path / "v.parquet")).first_break == 100_001


def pieces(person: list[int], size: int) -> list[Piece]:
    column = np.array(person, np.int64)
    batch = pa.record_batch({"person": column})
    whole = Piece(batch, column, np.arange(len(column)))
    return [whole.cut(at, min(at + size, len(column))) for at in range(0, len(column), size)]


def cuts(person: list[int], size: int) -> list[list[int]]:
    return [
        np.concatenate([piece.person for piece in chunk]).tolist()
        for chunk in cut_between_persons(pieces(person, size), chunk_rows=4)
    ]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 20])
def test_chunks_hold_whole_persons_however_the_rows_were_read(size: int) -> None:
    assert cuts([1, 1, 2, 2, 2, 3, 4, 4, 4, 4, 4, 4, 5], size) == [
        [1, 1],
        [2, 2, 2, 3],
        [4, 4, 4, 4, 4, 4],
        [5],
    ]
    assert cuts([], size) == []
    assert cuts([7], size) == [[7]]


def test_rows_of_nobody_may_be_cut_anywhere() -> None:
    assert [len(chunk) for chunk in cuts([MISSING] * 10, 3)] == [4, 4, 2]


def test_one_person_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "MOST_ROWS_OF_A_PERSON", 8)
    assert len(cuts([5] * 8, 3)) == 1
    with pytest.raises(PersonTooLong) as raised:
        cuts([1, *[5] * 12], 3)
    assert raised.value.params == {"person": 5, "limit": 8}
