"""Puts rows in order that do not fit in memory (外部排序): DuckDB sorts them beside the results.

What is sorted is narrow: words are their numbers already, so a row is a few dozen small integers
and its number in the input, which also keeps equal rows in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rongcheng.kernel.errors import RongchengError
from rongcheng.scale.converting import Words, convert_column, empty_value
from rongcheng.scale.errors import TargetUnwritable
from rongcheng.scale.order import ORDER
from rongcheng.scale.source import BATCH_ROWS, Source, read_batches
from rongcheng.services.health.columns import MISSING, VISIT_FILE, Column, Kind, VisitColumns

ROW = "row_in_input"
_NARROW_MISSING = -2
_MEBIBYTE = 1 << 20
_WIDTH = {Kind.WORD: pa.int16(), Kind.FLAG: pa.int8(), Kind.DAY: pa.int32()}


class SortRoom(NamedTuple):
    """Where a sort may put what does not fit in memory, how much it may use, and whom it tells."""

    folder: Path
    memory_bytes: int
    threads: int
    heard: Callable[[int], None] = lambda rows: None


def read_sorted(source: Source, words: Words, room: SortRoom) -> Iterator[Any]:
    """Yield narrow record batches of all rows in order, with their numbers in the column `ROW`.

    Raises TargetUnwritable when the disk is full, and InputUnreadable.
    """
    columns = [c.name for c in VISIT_FILE if any(c.name in f.schema.names for f in source.files)]
    schema = pa.schema([*((name, _type_of(name)) for name in columns), (ROW, pa.int64())])
    failed: list[RongchengError] = []
    given = _keep_error(_narrow(source, words, schema, room), failed)
    narrow = pa.RecordBatchReader.from_batches(schema, given)
    order = ", ".join(name for name in (*ORDER, ROW) if name in schema.names)
    with open_sorter(room) as connection:
        try:
            yield from connection.from_arrow(narrow).order(order).to_arrow_reader(BATCH_ROWS)
        except duckdb.Error as error:
            if failed:
                raise failed[0] from error
            reason = str(error).partition("\n")[0]
            raise TargetUnwritable(folder=str(room.folder.parent), reason=reason) from error


def _keep_error(batches: Iterator[Any], failed: list[RongchengError]) -> Iterator[Any]:
    """Yield batches, and keep the error that ends them: DuckDB tells it in words of its own."""
    try:
        yield from batches
    except RongchengError as error:
        failed.append(error)
        raise


def widen_visits(pieces: Sequence[Any], words: Words) -> VisitColumns:
    """Return sorted narrow batches as the columns of visits, like `convert_visits`."""
    rows = sum(piece.num_rows for piece in pieces)
    wide: list[Column] = []
    for column in VISIT_FILE:
        gathered = np.empty(rows, np.int64)
        at = 0
        for piece in pieces:
            here = gathered[at : at + piece.num_rows]
            at += piece.num_rows
            index = piece.schema.get_field_index(column.name)
            here[:] = empty_value(column, words) if index < 0 else piece.column(index).to_numpy()
        if column.kind is Kind.WORD:
            gathered[gathered == _NARROW_MISSING] = MISSING
        wide.append(gathered)
    return VisitColumns._make(wide)


def _narrow(source: Source, words: Words, schema: Any, room: SortRoom) -> Iterator[Any]:
    for file in source.files:
        row = file.first
        for batch in read_batches(file, schema.names, in_parallel=room.threads > 1):
            arrays = [_narrow_column(batch, field, words) for field in list(schema)[:-1]]
            numbers = np.arange(row, row + batch.num_rows)
            row += batch.num_rows
            room.heard(row)
            yield pa.record_batch([*arrays, pa.array(numbers)], schema=schema)


def _narrow_column(batch: Any, field: Any, words: Words) -> Any:
    wide: NDArray[Any] = convert_column(batch, field.name, words)
    if field.type == _WIDTH[Kind.WORD]:
        wide[wide == MISSING] = _NARROW_MISSING
    return pa.array(wide.astype(field.type.to_pandas_dtype(), copy=False))


def _type_of(name: str) -> Any:
    kind = next(column.kind for column in VISIT_FILE if column.name == name)
    return _WIDTH.get(kind, pa.int64())


def open_sorter(room: SortRoom) -> Any:
    """Return a DuckDB connection that keeps within a room."""
    settings: dict[str, Any] = {
        "memory_limit": f"{room.memory_bytes // _MEBIBYTE}MiB",
        "temp_directory": str(room.folder),
        "threads": room.threads,
        "preserve_insertion_order": False,
    }
    connection = duckdb.connect(config=settings)
    # Its own bar would stand between our lines.
    connection.execute("SET enable_progress_bar = false")
    return connection
