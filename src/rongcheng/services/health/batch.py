"""Settles a hundred million lines as one at the counter (批量结算): the same rules over columns.

No second implementation: the loops below only carry rows to the rules of `domain/` and back, and
`compile_rule` compiles them together. Every column is a one-dimensional `int64` array; the columns
of a call have one length. What is out of range is refused first, for compiled integers wrap in
silence. Whether the fund pays at all (entitlement) is decided before, row by row or not at all.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from rongcheng.kernel.compiled import compile_rule
from rongcheng.kernel.errors import CallerError
from rongcheng.kernel.money import MAX_FEN, MAX_SCALED, PPM
from rongcheng.services.health.domain.lines import compute_line_split
from rongcheng.services.health.domain.outpatient import decide_outpatient
from rongcheng.services.health.domain.types import (
    LineFacts,
    LineTerms,
    OutpatientTerms,
    OutpatientTotals,
)

Column = NDArray[np.int64]


class ColumnsInvalid(CallerError):
    """Columns that the rules cannot be carried over: their shape, their order or their range."""

    code = "health.E030"
    zh = "批量结算的列 {column} 不对：{why_zh}。请改好后整批重算，什么也没有算。"
    en = "Batch column {column}: {why_en}. Mend it and run the batch again; nothing was computed."


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


class VisitColumns(NamedTuple):
    """Visits in the order in which they were accepted, those of a person and year together.

    `person` is any number that stands for her, `year` the settlement year. `deductible_used_fen`
    and `fund_used_fen` are what the year had used before the batch, read at the first visit of a
    person's year only: from there on the batch carries them itself.
    """

    person: Column
    year: Column
    in_scope_fen: Column
    deductible_used_fen: Column
    fund_used_fen: Column


class TermColumns(NamedTuple):
    """The place of insurance's policy for each visit: the fields of `OutpatientTerms`."""

    covered: Column
    deductible_fen: Column
    deductible_year_fen: Column
    ratio_ppm: Column
    cut_ppm: Column
    cap_year_fen: Column


class ResultColumns(NamedTuple):
    """Each step of each visit's sum: the fields of `OutpatientResult`."""

    deductible_fen: Column
    base_fen: Column
    ratio_ppm: Column
    uncapped_fen: Column
    cap_left_fen: Column
    fund_fen: Column
    own_share_fen: Column
    reasons: Column


Columns = TypeVar("Columns", LineColumns, VisitColumns, TermColumns)


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


def settle_outpatient(visits: VisitColumns, terms: TermColumns) -> ResultColumns:
    """Return every visit's sum, the totals of a person's year carried from row to row.

    The same as `decide_outpatient` gives visit after visit. Raises `ColumnsInvalid` for rows that
    are not sorted by person and year; amounts from 0 to `MAX_FEN`, rates from 0 to `PPM`.
    """
    rows = _check_shape(visits)
    if _check_shape(terms) != rows:
        raise ColumnsInvalid(
            column="covered", why_zh="条款与就诊的行数不同", why_en="there are not as many terms"
        )
    for name in ("in_scope_fen", "deductible_used_fen", "fund_used_fen"):
        _check_range(name, getattr(visits, name), 0, MAX_FEN)
    for name in ("deductible_fen", "deductible_year_fen", "cap_year_fen"):
        _check_range(name, getattr(terms, name), 0, MAX_FEN)
    for name in ("ratio_ppm", "cut_ppm"):
        _check_range(name, getattr(terms, name), 0, PPM)
    _check_order(visits)
    results = ResultColumns(*_blank(rows, len(ResultColumns._fields)))
    compile_rule(settle_rows)(visits, terms, results)
    return results


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


def settle_rows(visits: VisitColumns, terms: TermColumns, results: ResultColumns) -> None:
    """Carry each visit to `decide_outpatient` with its year's totals; compiled as a whole."""
    deductible_used = 0
    fund_used = 0
    for row in range(len(visits.person)):
        if (
            row == 0
            or visits.person[row] != visits.person[row - 1]
            or visits.year[row] != visits.year[row - 1]
        ):
            deductible_used = visits.deductible_used_fen[row]
            fund_used = visits.fund_used_fen[row]
        result = decide_outpatient(
            visits.in_scope_fen[row],
            OutpatientTerms(
                terms.covered[row],
                terms.deductible_fen[row],
                terms.deductible_year_fen[row],
                terms.ratio_ppm[row],
                terms.cut_ppm[row],
                terms.cap_year_fen[row],
            ),
            OutpatientTotals(deductible_used, fund_used),
        )
        deductible_used += result.deductible_fen
        fund_used += result.fund_fen
        results.deductible_fen[row] = result.deductible_fen
        results.base_fen[row] = result.base_fen
        results.ratio_ppm[row] = result.ratio_ppm
        results.uncapped_fen[row] = result.uncapped_fen
        results.cap_left_fen[row] = result.cap_left_fen
        results.fund_fen[row] = result.fund_fen
        results.own_share_fen[row] = result.own_share_fen
        results.reasons[row] = result.reasons


def _blank(rows: int, columns: int) -> list[Column]:
    return [np.zeros(rows, dtype=np.int64) for _ in range(columns)]


def _check_shape(columns: Columns) -> int:
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


def _check_order(visits: VisitColumns) -> None:
    person, year = visits.person, visits.year
    falls = (person[1:] < person[:-1]) | ((person[1:] == person[:-1]) & (year[1:] < year[:-1]))
    if falls.any():
        row = int(np.flatnonzero(falls)[0]) + 1
        raise ColumnsInvalid(
            column="person",
            why_zh=f"第 {row} 行没有按人、按年排序",
            why_en=f"row {row} is not in the order of person and year",
        )
