"""Where visits are read from (就诊文件): one Parquet file, a folder of them, or a pattern.

Everything that can be told from names and types is checked when the source is opened, so that a
wrong file is refused before anything is written.
"""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from rongcheng.kernel.errors import shown
from rongcheng.scale.column_types import check_columns
from rongcheng.scale.errors import InputMissing, InputUnreadable
from rongcheng.services.health.columns import WORD_COLUMNS

BATCH_ROWS = 65_536
_READ_AHEAD_BYTES = 1 << 20


class SourceFile(NamedTuple):
    """One file: its rows, and the number of its first row among those of all files, from 0."""

    path: Path
    rows: int
    first: int
    schema: Any


class Source(NamedTuple):
    """The files of a batch in the order of their names, each with all needed columns."""

    given: str
    files: tuple[SourceFile, ...]

    @property
    def rows(self) -> int:
        """The rows of all files."""
        return sum(file.rows for file in self.files)

    @property
    def name(self) -> str:
        """The name under which the results remember their input, without its folder."""
        return Path(self.given).name


def open_source(given: str | Path) -> Source:
    """Return the files at a path, in a folder or of a pattern, checked by name and type.

    Raises InputMissing, InputUnreadable, ColumnMissing, ColumnTypeWrong or ColumnTwice.
    """
    files: list[SourceFile] = []
    first = 0
    for path in _paths(str(given)):
        with open_parquet(path) as parquet:
            rows, schema = parquet.metadata.num_rows, parquet.schema_arrow
        check_columns(path.name, schema)
        files.append(SourceFile(path, rows, first, schema))
        first += rows
    if not files:
        raise InputMissing(given=str(given))
    return Source(str(given), tuple(files))


def open_parquet(path: Path) -> Any:
    """Open one file so that its words come as a dictionary; raises InputUnreadable."""
    try:
        metadata = pq.read_metadata(path)
        texts = [f.name for f in metadata.schema.to_arrow_schema() if pa.types.is_string(f.type)]
        return pq.ParquetFile(
            path,
            metadata=metadata,
            read_dictionary=[name for name in texts if name in WORD_COLUMNS],
            pre_buffer=False,
            buffer_size=_READ_AHEAD_BYTES,
        )
    except (OSError, pa.ArrowException) as error:
        raise InputUnreadable(file=path.name, reason=_reason(error)) from error


def read_batches(
    file: SourceFile, columns: Sequence[str] | None = None, *, in_parallel: bool = False
) -> Iterator[Any]:
    """Yield a file's record batches in order; all columns, or those named that it has."""
    present = None if columns is None else [c for c in columns if c in file.schema.names]
    with open_parquet(file.path) as parquet:
        try:
            yield from parquet.iter_batches(BATCH_ROWS, columns=present, use_threads=in_parallel)
        except (OSError, pa.ArrowException) as error:
            raise InputUnreadable(file=file.path.name, reason=_reason(error)) from error


def _paths(given: str) -> list[Path]:
    path = Path(given)
    if path.is_dir():
        return sorted(found for found in path.rglob("*.parquet") if not found.name.startswith("."))
    if path.exists():
        return [path]
    return sorted(Path(found) for found in glob.glob(given) if Path(found).is_file())


def _reason(error: Exception) -> str:
    return shown(str(error).partition("\n")[0]).strip("'\"")
