"""Splits charge lines by the hundred million (批量费用拆分): the counter's rule over columns.

Every column is a one-dimensional `int64` array; the columns of a call have one length. What is out
of range is refused first, for compiled integers wrap in silence.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rongcheng.kernel.compiled import compile_rule
from rongcheng.kernel.money import MAX_FEN, MAX_SCALED, PPM
from rongcheng.services.health.domain.lines import compute_line_split
from rongcheng.services.health.domain.types import LineFacts, LineTerms
from rongcheng.services.health.errors import ColumnsInvalid

Column = NDArray[np.int64]


class LineColumns(NamedTuple):
    """Charge lines with the catalogue's terms beside them: the fields of both, a row each."""

    price_micro: Column
    quantity_e4: Column
    amount_fen: Column
    approval: Column
    charge_class: Column
    cap_micro: Column
    prepay_ppm: Column
    restricted: Column


class SplitColumns(NamedTuple):
    """What each line splits into: the fields of `LineSplit`."""

    self_paid_fen: Column
    over_limit_fen: Column
    prepaid_fen: Column
    in_scope_fen: Column
    reasons: Column


def settle_lines(lines: LineColumns) -> SplitColumns:
    """Return the split of every line, the same as `compute_line_split` gives it.

    Raises `ColumnsInvalid`; amounts up to `MAX_FEN`, price × quantity up to `MAX_SCALED`.
    """
    rows = _check_shape(lines)
    _check_range("amount_fen", lines.amount_fen, -MAX_FEN, MAX_FEN)
    _check_range("price_micro", lines.price_micro, -MAX_SCALED, MAX_SCALED)
    _check_range("cap_micro", lines.cap_micro, -1, MAX_SCALED)
    _check_range("prepay_ppm", lines.prepay_ppm, 0, PPM)
    # Divided, not multiplied: the product is what must not be formed before it is known to fit.
    most = MAX_SCALED // np.maximum(np.abs(lines.price_micro), 1)
    _check_range("quantity_e4", lines.quantity_e4, -most, most)
    splits = SplitColumns(*_blank(rows, len(SplitColumns._fields)))
    compile_rule(split_rows)(lines, splits)
    return splits


def split_rows(lines: LineColumns, splits: SplitColumns) -> None:
    """Carry each line to `compute_line_split` and its split back; compiled as a whole."""
    for row in range(len(lines.amount_fen)):
        split = compute_line_split(
            LineFacts(
                lines.price_micro[row],
                lines.quantity_e4[row],
                lines.amount_fen[row],
                lines.approval[row],
            ),
            LineTerms(
                lines.charge_class[row],
                lines.cap_micro[row],
                lines.prepay_ppm[row],
                lines.restricted[row],
            ),
        )
        splits.self_paid_fen[row] = split.self_paid_fen
        splits.over_limit_fen[row] = split.over_limit_fen
        splits.prepaid_fen[row] = split.prepaid_fen
        splits.in_scope_fen[row] = split.in_scope_fen
        splits.reasons[row] = split.reasons


def _blank(rows: int, columns: int) -> list[Column]:
    return [np.zeros(rows, dtype=np.int64) for _ in range(columns)]


def _check_shape(columns: LineColumns) -> int:
    """Return how many rows the columns have; refused unless all are alike."""
    rows = len(columns[0]) if columns[0].ndim else -1
    for name, column in zip(columns._fields, columns, strict=True):
        if column.dtype != np.int64 or column.shape != (rows,):
            raise ColumnsInvalid(
                column=name,
                why_zh="要一维、int64，各列一样长",
                why_en="columns are one-dimensional int64 and of one length",
            )
    return rows


def _check_range(name: str, column: Column, least: Any, most: Any) -> None:
    outside = np.flatnonzero((column < least) | (column > most))
    if outside.size:
        row = int(outside[0])
        raise ColumnsInvalid(
            column=name,
            why_zh=f"第 {row} 行的 {column[row]} 超出可以计算的范围",
            why_en=f"row {row} holds {column[row]}, beyond what can be computed",
        )
