"""The file of results (结算结果文件): a row for each settled bill, all columns 64-bit integers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from rongcheng.services.health.columns import SETTLED_FILE, ResultColumns, VisitColumns

SETTLED_SCHEMA: Any = pa.schema([pa.field(name, pa.int64(), False) for name in SETTLED_FILE])

GROUP_ROWS = 65_536


def settled_rows(
    visits: VisitColumns, results: ResultColumns, is_settled: NDArray[np.bool_]
) -> Any:
    """Return the rows that were settled as a table of the file of results."""
    columns = [visits.visit, visits.person, *results]
    if not is_settled.all():
        columns = [column[is_settled] for column in columns]
    wide = [pa.array(np.ascontiguousarray(column, np.int64)) for column in columns]
    return pa.Table.from_arrays(wide, schema=SETTLED_SCHEMA)


class ParquetTarget:
    """A Parquet file that grows by tables; its footer gets what is known at the end."""

    def __init__(self, path: Path, schema: Any, *, numbers_only: bool = False) -> None:
        """Begin the file; numbers are written as differences, which is small and quick."""
        encoding = {"column_encoding": "DELTA_BINARY_PACKED"} if numbers_only else {}
        self._writer = pq.ParquetWriter(
            path, schema, compression="snappy", use_dictionary=not numbers_only, **encoding
        )
        self._waiting: list[Any] = []
        self._rows = 0

    def __enter__(self) -> ParquetTarget:
        """Write within a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what waits, and the footer; of a run that failed nothing more."""
        if kind is None:
            self._flush()
        self._writer.close()

    def write(self, table: Any) -> None:
        """Add rows; small tables wait for one another, so that groups of rows are not tiny."""
        self._waiting.append(table)
        self._rows += table.num_rows
        if self._rows >= GROUP_ROWS:
            self._flush()

    def note(self, notes: Mapping[str, str]) -> None:
        """Keep words in the footer."""
        self._writer.add_key_value_metadata(dict(notes))

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.concat_tables(self._waiting))
        self._waiting, self._rows = [], 0
