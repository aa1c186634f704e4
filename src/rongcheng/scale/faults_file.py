"""The file of rows that were not settled (问题行文件): each as it was given, with its reason.

A row that the rules refuse (somebody not insured) is told from one that is faulty in itself. Rows
stand in the order of the input, whatever order they were settled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rongcheng.kernel.outcomes import Reason
from rongcheng.scale.flow import Chunk
from rongcheng.scale.settled_file import ParquetTarget
from rongcheng.scale.sorting import SortRoom, open_sorter
from rongcheng.scale.source import Source, read_batches
from rongcheng.services.health.columns import Column

OWN_SCHEMA: Any = pa.schema(
    [
        pa.field("fault_file", pa.string(), False),
        pa.field("fault_row", pa.int64(), False),
        pa.field("fault_code", pa.string(), False),
        pa.field("fault_is_refusal", pa.bool_(), False),
        pa.field("fault_zh", pa.string(), False),
        pa.field("fault_en", pa.string(), False),
    ]
)
"""What is told of each row: its file, its number in it from 1, and why it was not settled."""

SPOOL_SCHEMA: Any = pa.schema([("row", pa.int64()), ("fault", pa.int64())])


class FaultTexts(NamedTuple):
    """What each fault number means, and from which number on it is a refusal by the rules."""

    reasons: Mapping[int, Reason]
    first_refusal: int

    def are_refusals(self, faults: Column) -> NDArray[np.bool_]:
        """Tell which faults are refusals by the rules, not errors of the row."""
        return np.asarray(faults >= self.first_refusal)


class FaultSheet:
    """The file's columns for one source, and how its bad rows are told in them."""

    def __init__(self, source: Source, texts: FaultTexts) -> None:
        """Lay out what is told of a row, then the row as it was given."""
        self.source, self._texts = source, texts
        self._firsts = np.array([file.first for file in source.files])
        self._names = pa.array([file.path.name for file in source.files])
        self.schema: Any = pa.schema([*OWN_SCHEMA, *_given_fields(source)])

    def describe(self, batch: Any, rows: Column, faults: Column) -> Any:
        """Return rows that were not settled, as they were given, as a table of the file."""
        files = np.searchsorted(self._firsts, rows, side="right") - 1
        different, which = np.unique(faults, return_inverse=True)
        reasons = [self._texts.reasons[int(fault)] for fault in different]
        places = pa.array(which)
        arrays = [
            self._names.take(pa.array(files)),
            pa.array(rows - self._firsts[files] + 1),
            pa.array([reason.code for reason in reasons], pa.string()).take(places),
            pa.array(self._texts.are_refusals(faults)),
            pa.array([reason.zh for reason in reasons], pa.string()).take(places),
            pa.array([reason.en for reason in reasons], pa.string()).take(places),
        ]
        for field in list(self.schema)[len(OWN_SCHEMA) :]:
            index = batch.schema.get_field_index(field.name)
            found = pa.nulls(batch.num_rows) if index < 0 else batch.column(index)
            arrays.append(found.cast(field.type))
        return pa.Table.from_arrays(arrays, schema=self.schema)

    def describe_chunk(self, chunk: Chunk, faults: Column) -> list[Any]:
        """Return the rows of a chunk that were not settled, as they were read in order."""
        found: list[Any] = []
        at = 0
        for piece in chunk.pieces:
            here = faults[at : at + len(piece.rows)]
            at += len(piece.rows)
            bad = np.flatnonzero(here)
            if len(bad):
                batch = piece.batch.take(pa.array(bad))
                found.append(self.describe(batch, piece.rows[bad], here[bad]))
        return found


def spooled(rows: Column, faults: Column) -> Any:
    """Return numbers and faults of the bad rows of a sorted chunk, to be kept until the end."""
    bad = np.flatnonzero(faults)
    return pa.Table.from_arrays([pa.array(rows[bad]), pa.array(faults[bad])], schema=SPOOL_SCHEMA)


def write_spooled(target: ParquetTarget, spool: str, sheet: FaultSheet, room: SortRoom) -> None:
    """Read the input once more for the rows that were kept by number, and write them as given."""
    with open_sorter(room) as connection:
        order = connection.read_parquet(spool).order("row").to_arrow_reader()
        kept = _Kept(batch for batch in order if batch.num_rows)
        for file in sheet.source.files:
            at = file.first
            for batch in read_batches(file):
                rows, faults = kept.until(at + batch.num_rows)
                if len(rows):
                    bad = batch.take(pa.array(rows - at))
                    target.write(sheet.describe(bad, rows, faults))
                at += batch.num_rows


class _Kept:
    """Rows by number and their faults, given out in order."""

    def __init__(self, batches: Iterator[Any]) -> None:
        self._batches = batches
        self._rows = np.empty(0, np.int64)
        self._faults = np.empty(0, np.int64)

    def until(self, end: int) -> tuple[Column, Column]:
        """Return those below a number that were not yet returned."""
        while not len(self._rows) or self._rows[-1] < end:
            batch = next(self._batches, None)
            if batch is None:
                break
            self._rows = np.concatenate([self._rows, batch.column("row").to_numpy()])
            self._faults = np.concatenate([self._faults, batch.column("fault").to_numpy()])
        count = int(np.searchsorted(self._rows, end))
        rows, self._rows = self._rows[:count], self._rows[count:]
        faults, self._faults = self._faults[:count], self._faults[count:]
        return rows, faults


def _given_fields(source: Source) -> list[Any]:
    types: dict[str, Any] = {}
    for file in source.files:
        for field in file.schema:
            plain = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
            # What two files write differently can stand in one column only as text.
            types[field.name] = plain if types.get(field.name, plain) == plain else pa.string()
    # A file of faults that was mended and comes back has our own columns already.
    return [pa.field(name, kind) for name, kind in types.items() if name not in OWN_SCHEMA.names]
