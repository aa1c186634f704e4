"""Writes a data set (写大数据集): a Parquet file of visits in the documented columns.

A portion of the residents at a time, so memory does not grow with the file. What a seed gives is
the same on every machine and for every number of threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from rongcheng.services.health.rules import VISIT_FILE, Kind
from rongcheng.simulation.data_set import care, people
from rongcheng.simulation.data_set.draws import Numbers
from rongcheng.simulation.data_set.shuffling import Shuffled

PORTION = 1 << 18
"""Rows that are made at a time."""
ROW_GROUP = 1 << 17
WORKERS = 2
_EPOCH = 719_163
"""The ordinal of 1970-01-01."""

Progress = Callable[[int], None]

_TYPES = {
    Kind.NUMBER: pa.int64(),
    Kind.FEN: pa.int64(),
    Kind.WORD: pa.dictionary(pa.int8(), pa.string()),
    Kind.FLAG: pa.bool_(),
    Kind.DAY: pa.date32(),
    Kind.MOMENT: pa.timestamp("us"),
}
SCHEMA = pa.schema([(column.name, _TYPES[column.kind]) for column in VISIT_FILE])
WORDS: dict[str, tuple[str, ...]] = {
    "insured_pool": people.POOLS.words,
    "care_pool": people.POOLS.words,
    "scheme": people.SCHEMES,
    "standing": people.STANDINGS,
    "tier": care.TIERS,
    "category": care.CATEGORIES,
    "premium": people.PREMIUMS,
    "pooling": people.POOLINGS,
    "means": people.MEANS.words,
    "two_diseases": people.TWO_DISEASES.words,
    "birth": care.BIRTHS,
}


class DataSet(NamedTuple):
    """How large a made-up metro is, and from which seed: residents, rows of visits."""

    residents: int
    visits: int
    seed: int


def write_data_set(
    file: Path, wanted: DataSet, *, shuffled: bool = False, progress: Progress = lambda rows: None
) -> None:
    """Write the file of visits, in order of person and moment or `shuffled`.

    It appears under its name when it is whole; an older one is replaced.
    """
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        with pq.ParquetWriter(unfinished, SCHEMA, **_options()) as writer:
            tables = portions(wanted)
            if shuffled:
                with Shuffled(file.parent, wanted.visits, wanted.seed) as shuffle:
                    for table in tables:
                        shuffle.add(table)
                        progress(table.num_rows // 2)
                    for table in shuffle.tables():
                        writer.write_table(table, row_group_size=ROW_GROUP)
                        progress(table.num_rows - table.num_rows // 2)
            else:
                for table in tables:
                    writer.write_table(table, row_group_size=ROW_GROUP)
                    progress(table.num_rows)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def portions(wanted: DataSet) -> Iterator[pa.Table]:
    """Yield the rows in order, a portion of the residents each."""
    count = max(1, min(wanted.residents, -(-wanted.visits // PORTION)))
    with ThreadPoolExecutor(WORKERS) as pool:
        waiting = [pool.submit(_portion, wanted, count, number) for number in range(WORKERS)]
        for number in range(count):
            done = waiting.pop(0).result()
            waiting.append(pool.submit(_portion, wanted, count, number + WORKERS))
            if done is not None:
                yield done


def _portion(wanted: DataSet, count: int, number: int) -> pa.Table | None:
    """Return the rows of one portion; None beyond the last, or where it has no row."""
    if number >= count:
        return None
    low, high = (wanted.residents * part // count for part in (number, number + 1))
    start, end = (wanted.visits * part // count for part in (number, number + 1))
    if start == end:
        return None
    random = np.random.Generator(np.random.SFC64([wanted.seed, number]))
    some = people.draw_people(random, low + 1, high - low)
    columns = care.draw_visits(random, some, end - start, start + 1)
    arrays = [_array(column.name, column.kind, columns[column.name]) for column in VISIT_FILE]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def _array(name: str, kind: Kind, values: Numbers) -> pa.Array:
    if kind is Kind.WORD:
        words = pa.array(WORDS[name], pa.string())
        return pa.DictionaryArray.from_arrays(pa.array(values.astype(np.int8)), words)
    if kind is Kind.FLAG:
        return pa.array(values.astype(bool))
    if kind is Kind.DAY:
        return pa.array((values - _EPOCH).astype(np.int32), pa.int32()).cast(pa.date32())
    if kind is Kind.MOMENT:
        return pa.array(values).cast(pa.timestamp("us"))
    return pa.array(values.astype(np.int64))


def _options() -> dict[str, object]:
    """Return how the file is written: words and small numbers by dictionary, the rest plainly.

    The schema of Arrow is left out, so that readers find plain strings.
    """
    plain = {"visit", "person", "settled_at", "reverses", "stay"}
    plain |= {column.name for column in VISIT_FILE if column.kind is Kind.FEN}
    by_dictionary = [column.name for column in VISIT_FILE if column.name not in plain]
    return {"compression": "snappy", "use_dictionary": by_dictionary, "store_schema": False}
