"""Adds up two policies over the same rows (汇总): one pass over columns, compiled.

Rows are whole persons in order. A reversal counts where its original stands: its year, its tier,
its age. A bill that only one policy pays moves all it would have cost between fund and person, so
that the sums of both sides stay comparable.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rongcheng.kernel.compiled import compile_rule
from rongcheng.scale.whatif.measures import CHANGE_BOUNDS, MEASURES, Left, Measure, Standing

Column = NDArray[np.int64]

AMOUNTS = 6
BUCKETS = len(CHANGE_BOUNDS) + 1


class Rows(NamedTuple):
    """Who and where each row is; `groups` holds a row's group of each division side by side."""

    person: Column
    visit: Column
    reverses: Column
    groups: NDArray[np.int64]


class Side(NamedTuple):
    """What each row came to under one policy: its `Standing`, and its amounts in fen, side by side.

    The amounts are those of all funds, the pool, the second layers, the civil servants' supplement
    and the assistance, and what the person pays; zeros where the row is not settled.
    """

    standing: Column
    amounts: NDArray[np.int64]


class Sides(NamedTuple):
    """Both policies over the same rows."""

    before: Side
    after: Side


class Years(NamedTuple):
    """The first and last group of the division by year."""

    first: int
    last: int


class Place(NamedTuple):
    """A row, and the row whose year and place count for it."""

    row: int
    origin: int


class Sums(NamedTuple):
    """What is added up: `sums` by group and measure, residents by their change, rows left out.

    `is_touched`, `delta` and `touched` are the current person's scratch space, `values` the row's.
    """

    sums: NDArray[np.int64]
    bucket_persons: Column
    bucket_fen: Column
    left: Column
    refused_persons: Column
    is_touched: Column
    delta: Column
    touched: Column
    values: Column


def new_sums(groups: int) -> Sums:
    """Return empty sums for so many groups."""

    def zeros(*shape: int) -> NDArray[np.int64]:
        return np.zeros(shape, dtype=np.int64)

    return Sums(
        sums=zeros(groups, MEASURES),
        bucket_persons=zeros(BUCKETS),
        bucket_fen=zeros(BUCKETS),
        left=zeros(len(Left)),
        refused_persons=zeros(2),
        is_touched=zeros(groups),
        delta=zeros(groups),
        touched=zeros(groups),
        values=zeros(MEASURES),
    )


def tally(rows: Rows, sides: Sides, sums: Sums, years: Years, *, compiled: bool) -> None:
    """Add rows to sums."""
    add = compile_rule(tally_rows) if compiled else tally_rows
    add(rows, sides, sums, years)


def tally_rows(rows: Rows, sides: Sides, sums: Sums, years: Years) -> None:
    """Go through the rows person by person; compiled as a whole."""
    begin = 0
    touched = 0
    refused = 0
    for row in range(len(rows.person)):
        if row > 0 and rows.person[row] != rows.person[row - 1]:
            end_person(sums, touched, refused, years)
            begin, touched, refused = row, 0, 0
        was, now = sides.before.standing[row], sides.after.standing[row]
        left = left_out(was, now, rows.reverses[row])
        if left >= 0:
            sums.left[left] += 1
            continue
        if now != Standing.SETTLED and rows.reverses[row] == 0:
            refused |= 1
        if was != Standing.SETTLED and rows.reverses[row] == 0:
            refused |= 2
        origin = origin_of(rows, row, begin)
        touched = add_row(rows, sides, sums, Place(row, origin), touched)
    if len(rows.person) > 0:
        end_person(sums, touched, refused, years)


def left_out(was: int, now: int, reverses: int) -> int:
    """Return how a row is left out of the comparison (`Left`), or -1 if it is compared.

    The reversal of a bill that one policy refused finds nothing to reverse there: it is compared.
    """
    if was == Standing.SETTLED and now == Standing.SETTLED:
        return -1
    if was != Standing.SETTLED and now != Standing.SETTLED:
        if was == Standing.REFUSED and now == Standing.REFUSED:
            return int(Left.REFUSED)
        return int(Left.FAULTY)
    other = now if was == Standing.SETTLED else was
    if other == Standing.REFUSED or reverses != 0:
        return -1
    return int(Left.UNDECIDED)


def origin_of(rows: Rows, row: int, begin: int) -> int:
    """Return the row whose year and place count: the one that a reversal takes back, or itself."""
    if rows.reverses[row] != 0:
        for back in range(row - 1, begin - 1, -1):
            if rows.visit[back] == rows.reverses[row]:
                return back
    return row


def add_row(rows: Rows, sides: Sides, sums: Sums, place: Place, touched: int) -> int:
    """Add one row to all its groups; return how many groups the person has touched."""
    row = place.row
    was, now = sides.before.standing[row], sides.after.standing[row]
    values = sums.values
    for amount in range(AMOUNTS):
        values[Measure.FUND_BEFORE + 2 * amount] = sides.before.amounts[row, amount]
        values[Measure.FUND_AFTER + 2 * amount] = sides.after.amounts[row, amount]
    # Whom a policy refuses pays the whole bill herself.
    if was != Standing.SETTLED:
        values[Measure.PERSON_BEFORE] = values[Measure.FUND_AFTER] + values[Measure.PERSON_AFTER]
    if now != Standing.SETTLED:
        values[Measure.PERSON_AFTER] = values[Measure.FUND_BEFORE] + values[Measure.PERSON_BEFORE]
    values[Measure.TOTAL] = values[Measure.FUND_BEFORE] + values[Measure.PERSON_BEFORE]
    values[Measure.NEWLY_REFUSED] = int(now != Standing.SETTLED and rows.reverses[row] == 0)
    values[Measure.NO_LONGER_REFUSED] = int(was != Standing.SETTLED and rows.reverses[row] == 0)
    values[Measure.ROWS] = 1
    change = values[Measure.PERSON_AFTER] - values[Measure.PERSON_BEFORE]
    for division in range(rows.groups.shape[1]):
        group = rows.groups[place.origin, division]
        if sums.is_touched[group] == 0:
            sums.is_touched[group] = 1
            sums.delta[group] = 0
            sums.touched[touched] = group
            touched += 1
        sums.delta[group] += change
        for measure in range(MEASURES):
            sums.sums[group, measure] += values[measure]
    return touched


def end_person(sums: Sums, touched: int, refused: int, years: Years) -> None:
    """Count a person, now known whole, in each of her groups by the change of what she pays."""
    for place in range(touched):
        group = sums.touched[place]
        change = sums.delta[group]
        sums.is_touched[group] = 0
        sums.sums[group, Measure.PERSONS] += 1
        if change > 0:
            sums.sums[group, Measure.MORE_PERSONS] += 1
            sums.sums[group, Measure.MORE_FEN] += change
        elif change < 0:
            sums.sums[group, Measure.LESS_PERSONS] += 1
            sums.sums[group, Measure.LESS_FEN] += change
        if years.first <= group <= years.last:
            bucket = bucket_of(change)
            sums.bucket_persons[bucket] += 1
            sums.bucket_fen[bucket] += change
    if refused & 1:
        sums.refused_persons[0] += 1
    if refused & 2:
        sums.refused_persons[1] += 1


def bucket_of(change_fen: int) -> int:
    """Return into which span of `CHANGE_BOUNDS` a change falls."""
    for place in range(len(CHANGE_BOUNDS)):
        if change_fen <= CHANGE_BOUNDS[place]:
            return place
    return len(CHANGE_BOUNDS)
