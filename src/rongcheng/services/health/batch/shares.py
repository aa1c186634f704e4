"""Who pays what of a bill in a batch (批量裁定): terms and totals go to the rules of `domain`."""

from __future__ import annotations

from typing import NamedTuple

from rongcheng.services.health.batch.checks import month_place
from rongcheng.services.health.batch.keys import State
from rongcheng.services.health.batch.questions import Care, ask_month
from rongcheng.services.health.batch.rows import (
    Batch,
    Kept,
    Out,
    Row,
    read_row,
)
from rongcheng.services.health.domain.benefit import (
    Benefit,
    YearUse,
    decide_benefit,
    used_before,
)
from rongcheng.services.health.domain.inpatient import decide_inpatient
from rongcheng.services.health.domain.layers import decide_layers
from rongcheng.services.health.domain.pregnancies import (
    is_pregnancy_paid,
    next_prenatal,
    settled_pregnancy,
)
from rongcheng.services.health.domain.special_disease import (
    compute_counted_own,
    compute_month_limit,
    decide_special_month,
)
from rongcheng.services.health.domain.stay_types import (
    InpatientTerms,
    InpatientTotals,
    LayerResult,
    LayerTerms,
    LayerTotals,
)
from rongcheng.services.health.domain.types import (
    OutpatientTerms,
    SpecialTerms,
    SpecialTotals,
)


class StayBefore(NamedTuple):
    """What stands of a row's stay before it: its place (-1: none), settled, deductible taken."""

    place: int
    settled: int
    taken_fen: int


class Share(NamedTuple):
    """The pool's part of a bill, and the own share on which the layers may pay.

    `state` tells whether policy had every value.
    """

    state: int
    deductible_fen: int
    pool_fen: int
    own_share_fen: int
    counted_own_fen: int
    ratio_ppm: int
    reasons: int


NO_SHARE = -1
"""State of a share whose terms are not resolved yet."""


def use_of(batch: Batch) -> YearUse:
    """Return what the person's settlement year has used."""
    kept = batch.kept
    return YearUse(
        kept[Kept.USE],
        kept[Kept.USE + 1],
        kept[Kept.USE + 2],
        kept[Kept.USE + 3],
        kept[Kept.USE + 4],
        kept[Kept.USE + 5],
        kept[Kept.USE + 6],
        kept[Kept.USE + 7],
        kept[Kept.USE + 8],
        kept[Kept.USE + 9],
    )


def share_capped(batch: Batch, row: Row, care: Care, place: int, stay: StayBefore) -> Share:
    """Return the pool's part under a ratio and a cap: all benefits but stays and diseases."""
    terms = batch.terms
    paid = batch.kept[Kept.PAID]
    pregnancy = settled_pregnancy(paid, row.pregnancy, stay.settled)
    birth_paid = 1 if is_pregnancy_paid(paid, pregnancy) else 0
    prenatal = batch.prenatal[next_prenatal(paid)] if care.benefit == Benefit.PRENATAL else 0
    result = decide_benefit(
        care.benefit,
        care.has_benefit,
        row.in_scope_fen,
        OutpatientTerms(
            terms[place, 3],
            terms[place, 4],
            terms[place, 5],
            terms[place, 6],
            terms[place, 7],
            terms[place, 8],
        ),
        used_before(care.benefit, use_of(batch), prenatal, birth_paid),
    )
    return Share(
        int(State.ANSWERED),
        result.deductible_fen,
        result.fund_fen,
        result.own_share_fen,
        row.in_scope_fen - result.fund_fen,
        result.ratio_ppm,
        result.reasons,
    )


def share_stay(batch: Batch, row: Row, place: int, stay: StayBefore) -> Share:
    """Return the pool's part of a stay's bill."""
    terms = batch.terms
    use = use_of(batch)
    result = decide_inpatient(
        row.in_scope_fen,
        InpatientTerms(
            terms[place, 3],
            terms[place, 4],
            terms[place, 5],
            terms[place, 6],
            terms[place, 7],
            terms[place, 8],
            terms[place, 9],
            terms[place, 10],
            terms[place, 11],
            terms[place, 12],
            terms[place, 13],
        ),
        InpatientTotals(
            batch.admissions[row.tier] - stay.settled,
            use.inpatient_deductible_fen,
            stay.taken_fen,
            use.basic_fen,
        ),
    )
    return Share(
        int(State.ANSWERED),
        result.deductible_fen,
        result.fund_fen,
        result.own_share_fen,
        row.in_scope_fen - result.fund_fen,
        result.ratio_ppm,
        result.reasons,
    )


def share_special(batch: Batch, care: Care, place: int, first: int, last: int) -> Share:
    """Return the pool's part of a special-disease bill; each row's own part is written to it."""
    terms = batch.terms
    year_used = use_of(batch).basic_fen
    pool = own = counted = reasons = ratio = 0
    for number in range(first, last + 1):
        row = read_row(batch, number)
        limits = ask_month(batch, row, care)
        if limits < 0:
            return Share(NO_SHARE, 0, 0, 0, 0, 0, 0)
        if terms[limits, 0] != State.ANSWERED:
            return Share(int(State.NO_VALUE), 0, 0, 0, 0, 0, 0)
        limit = compute_month_limit(terms[limits, 1], terms[limits, 2], row.diseases)
        month = month_place(row.month if row.month != 0 else care.month)
        result = decide_special_month(
            row.in_scope_fen,
            SpecialTerms(1, terms[place, 3], terms[place, 4], limit, terms[place, 5]),
            SpecialTotals(max(batch.months[month] - 1, 0), year_used),
        )
        year_used += result.fund_fen
        pool += result.fund_fen
        own += result.own_share_fen
        counted += compute_counted_own(result)
        reasons |= result.reasons
        if number == first:
            ratio = result.ratio_ppm
        write_month(batch, number, result.fund_fen, result.own_share_fen)
        batch.out[Out.RATIO, number] = result.ratio_ppm
        batch.out[Out.REASONS, number] = result.reasons
    return Share(int(State.ANSWERED), 0, pool, own, counted, ratio, reasons)


def write_month(batch: Batch, row: int, pool_fen: int, own_share_fen: int) -> None:
    """Write one month's part of a bill over several months: the pool's, and nothing else yet."""
    out = batch.out
    for column in range(len(out)):
        out[column, row] = 0
    out[Out.POOL, row] = pool_fen
    out[Out.FUND, row] = pool_fen
    out[Out.OWN_SHARE, row] = own_share_fen


def layers_of(batch: Batch, share: Share, place: int) -> LayerResult:
    """Return what stands behind the pool for a bill; nothing where no layer counts it."""
    terms = batch.terms
    if place < 0 or terms[place, 1] == 0:
        return LayerResult(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    use = use_of(batch)
    return decide_layers(
        share.counted_own_fen,
        share.deductible_fen,
        LayerTerms(
            terms[place, 2],
            terms[place, 3],
            terms[place, 4],
            terms[place, 5],
            terms[place, 6],
            terms[place, 7],
            terms[place, 8],
            terms[place, 9],
            terms[place, 10],
            terms[place, 11],
            terms[place, 12],
            terms[place, 13],
            terms[place, 14],
            terms[place, 15],
        ),
        LayerTotals(use.counted_own_fen, use.second_layer_fen, use.assistance_fen),
    )
