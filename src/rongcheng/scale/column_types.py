"""Which Parquet types stand for a documented column (列类型), and which are refused by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from rongcheng.scale.errors import ColumnMissing, ColumnTwice, ColumnTypeWrong
from rongcheng.services.health.columns import VISIT_FILE, Kind


def check_columns(file: str, schema: Any) -> None:
    """Refuse a file that lacks a needed column or has one of a type that is not taken.

    Raises ColumnMissing, ColumnTypeWrong or ColumnTwice, naming column, found and wanted type.
    """
    counts = Counter(schema.names)
    for column in VISIT_FILE:
        if counts[column.name] > 1:
            raise ColumnTwice(file=file, column=column.name)
        if counts[column.name] == 0:
            if column.default is None:
                raise ColumnMissing(
                    file=file, column=column.name, meaning=column.zh, wanted=column.kind.value
                )
            continue
        found = schema.field(column.name).type
        if not _TAKEN[column.kind](found):
            raise ColumnTypeWrong(
                file=file, column=column.name, found=str(found), wanted=column.kind.value
            )


def _is_number(found: Any) -> bool:
    # A column of nothing but empty values has a type of its own, whatever it was meant to be.
    narrow = pa.types.is_integer(found) and not pa.types.is_uint64(found)
    return bool(narrow or pa.types.is_null(found))


def _is_word(found: Any) -> bool:
    plain = found.value_type if pa.types.is_dictionary(found) else found
    return bool(
        pa.types.is_string(plain)
        or pa.types.is_large_string(plain)
        or pa.types.is_string_view(plain)
        or pa.types.is_null(plain)
    )


def _is_flag(found: Any) -> bool:
    return bool(pa.types.is_boolean(found) or pa.types.is_null(found))


def _is_day(found: Any) -> bool:
    return bool(pa.types.is_date(found) or pa.types.is_null(found))


def _is_moment(found: Any) -> bool:
    return bool(pa.types.is_timestamp(found) or pa.types.is_null(found))


_TAKEN: Mapping[Kind, Callable[[Any], bool]] = {
    Kind.NUMBER: _is_number,
    Kind.FEN: _is_number,
    Kind.WORD: _is_word,
    Kind.FLAG: _is_flag,
    Kind.DAY: _is_day,
    Kind.MOMENT: _is_moment,
}
