"""Puts the rows of a data set into random order (打乱) without holding them in memory.

Each portion is dealt out, in random order, over as many piles as the file has portions; then each
pile is shuffled by itself and goes to the file.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import numpy as np
import pyarrow as pa

PILE = 1 << 18
"""Rows of a pile."""


class Shuffled:
    """Piles on disk; `add` every table first, then take `tables`."""

    def __init__(self, folder: Path, rows: int, seed: int) -> None:
        """Make a folder for the piles beside the file that is to be written."""
        self._folder = Path(tempfile.mkdtemp(prefix=".shuffling-", dir=folder))
        self._random = np.random.Generator(np.random.SFC64([seed, rows, 1]))
        self._piles = max(1, -(-rows // PILE))
        self._writers: list[pa.RecordBatchFileWriter | None] = [None] * self._piles

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the piles away."""
        self._close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, table: pa.Table) -> None:
        """Deal a table's rows out over the piles."""
        mixed = table.take(self._random.permutation(table.num_rows))
        cuts = np.linspace(0, table.num_rows, self._piles + 1).astype(np.int64)
        for number in range(self._piles):
            part = mixed.slice(cuts[number], cuts[number + 1] - cuts[number])
            if part.num_rows:
                self._writer(number, table.schema).write_table(part)

    def tables(self) -> Iterator[pa.Table]:
        """Yield each pile, shuffled."""
        self._close()
        for number in range(self._piles):
            path = self._path(number)
            if path.exists():
                with pa.OSFile(str(path)) as source:
                    pile = pa.ipc.open_file(source).read_all().combine_chunks()
                yield pile.take(self._random.permutation(pile.num_rows))
                path.unlink()

    def _writer(self, number: int, schema: pa.Schema) -> pa.RecordBatchFileWriter:
        found = self._writers[number]
        if found is None:
            options = pa.ipc.IpcWriteOptions(compression="lz4", unify_dictionaries=True)
            found = pa.ipc.new_file(str(self._path(number)), schema, options=options)
            self._writers[number] = found
        return found

    def _path(self, number: int) -> Path:
        return self._folder / f"{number}.arrow"

    def _close(self) -> None:
        for writer in self._writers:
            if writer is not None:
                writer.close()
        self._writers = [None] * self._piles
