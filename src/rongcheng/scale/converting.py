"""Makes integers of what a file holds (列转换): the columns of visits, as the rules read them.

A word becomes its place in the vocabulary, a day its ordinal, a moment the microseconds of the
wall clock in Asia/Shanghai; an empty value its documented default, or `MISSING`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rongcheng.services.health.columns import (
    MISSING,
    UNKNOWN_WORD,
    VISIT_FILE,
    Column,
    FileColumn,
    Kind,
    VisitColumns,
)

Words = Mapping[str, Mapping[str, int]]
"""For each column of words, the number of each word."""

OUT_OF_TIME = 2**62
"""Stands for a moment that no count of microseconds holds; no rule takes it for a day."""

_EPOCH = 719_163  # The ordinal of 1 January 1970.
_CHINA_MICROSECONDS = 8 * 3_600 * 1_000_000
_TO_MICROSECONDS = {"s": 1_000_000, "ms": 1_000, "us": 1}
_BY_NAME = {column.name: column for column in VISIT_FILE}


def words_of(vocabulary: Mapping[str, Sequence[str]]) -> Words:
    """Return the numbers of the words of each column, as the policy counts them."""
    return {name: {word: n for n, word in enumerate(known)} for name, known in vocabulary.items()}


def convert_visits(pieces: Sequence[Any], words: Words) -> VisitColumns:
    """Return record batches that follow one another as the columns of visits."""
    rows = sum(piece.num_rows for piece in pieces)
    return VisitColumns._make(_gather(pieces, column, words, rows) for column in VISIT_FILE)


def convert_column(batch: Any, name: str, words: Words) -> Column:
    """Return one column of a record batch; where it is absent, its default in every row."""
    return _gather([batch], _BY_NAME[name], words, batch.num_rows)


def empty_value(column: FileColumn, words: Words) -> int:
    """Return what an empty value of a column becomes: its default, or MISSING."""
    if isinstance(column.default, str):
        return words[column.name].get(column.default, UNKNOWN_WORD)
    return MISSING if column.default is None else column.default


def _gather(pieces: Sequence[Any], column: FileColumn, words: Words, rows: int) -> Column:
    empty = empty_value(column, words)
    gathered = np.empty(rows, np.int64)
    at = 0
    for piece in pieces:
        here = gathered[at : at + piece.num_rows]
        at += piece.num_rows
        index = piece.schema.get_field_index(column.name)
        values = piece.column(index) if index >= 0 else None
        if values is None or pa.types.is_null(values.type):
            here[:] = empty
        elif column.kind is Kind.WORD:
            _put_words(here, values, words[column.name], empty)
        else:
            _PUT[column.kind](here, values, empty)
    return gathered


def _put_words(here: Column, values: Any, known: Mapping[str, int], empty: int) -> None:
    if not pa.types.is_dictionary(values.type):
        values = pc.dictionary_encode(values)
    found = values.dictionary.to_pylist()
    # The last place is for rows without a word; a dictionary may hold an empty word as well.
    numbers = [empty if word is None else known.get(word, UNKNOWN_WORD) for word in found]
    codes = np.array([*numbers, empty], np.int64)
    places = values.indices.cast(pa.int32())
    np.take(codes, _plain(places, len(found)), out=here, mode="clip")


def _put_numbers(here: Column, values: Any, empty: int) -> None:
    if values.null_count:
        values = values.cast(pa.int64())
    here[:] = _plain(values, empty)


def _put_flags(here: Column, values: Any, empty: int) -> None:
    here[:] = _plain(values.cast(pa.int8()), empty)


def _put_days(here: Column, values: Any, empty: int) -> None:
    days = values.cast(pa.date32(), safe=False).cast(pa.int32())
    np.add(_plain(days, empty - _EPOCH), _EPOCH, out=here)


def _put_moments(here: Column, values: Any, empty: int) -> None:
    given, counts = values.type, values.cast(pa.int64())
    zone = _CHINA_MICROSECONDS if given.tz else 0
    plain = _plain(counts, 0)
    if given.unit == "ns":
        np.floor_divide(plain, 1_000, out=here)
    else:
        scale = _TO_MICROSECONDS[given.unit]
        limit = (OUT_OF_TIME - zone) // scale
        np.multiply(plain, scale, out=here)
        here[(plain >= limit) | (plain <= -limit)] = OUT_OF_TIME - zone
    if zone:
        here += zone
    if values.null_count:
        here[pc.is_null(values).to_numpy(zero_copy_only=False)] = empty


def _plain(values: Any, empty: int) -> NDArray[Any]:
    filled = values.fill_null(empty) if values.null_count else values
    return np.asarray(filled.to_numpy(zero_copy_only=False))


_PUT: Mapping[Kind, Callable[[Column, Any, int], None]] = {
    Kind.NUMBER: _put_numbers,
    Kind.FEN: _put_numbers,
    Kind.FLAG: _put_flags,
    Kind.DAY: _put_days,
    Kind.MOMENT: _put_moments,
}
