"""A policy of one line, for tests of reading and writing: the fund pays half of what is in scope.

It has the shape of `BatchPolicy`. The second row of a person and each later one remembers the
first, so that a person cut in two would show.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rongcheng.kernel.outcomes import Reason
from rongcheng.scale.public import FaultTexts, Policy
from rongcheng.services.health.columns import MISSING, Column, ResultColumns, VisitColumns

EMPTY, UNKNOWN, REFUSED = 1, 2, 64
TEXTS = FaultTexts(
    {
        EMPTY: Reason("sample.F001", "没有总费用。", "No total."),
        UNKNOWN: Reason("sample.F002", "没有这个级别。", "No such tier."),
        REFUSED: Reason("sample.R001", "未参保。", "Not insured."),
    },
    first_refusal=REFUSED,
)
VOCABULARY = {
    "insured_pool": ("430199", "510199"),
    "care_pool": ("430199", "510199"),
    "scheme": ("employee", "resident"),
    "standing": ("in_service", "retired"),
    "tier": ("primary", "level_3"),
    "category": ("other", "referred"),
    "premium": ("single",),
    "pooling": ("combined", "single"),
    "means": ("ordinary",),
    "two_diseases": ("", "both"),
    "birth": ("", "natural"),
}


class PlainSettler:
    """Half for the fund, half for the person, and how many rows of hers came before."""

    vocabulary: Mapping[str, tuple[str, ...]] = VOCABULARY

    def settle(self, visits: VisitColumns) -> tuple[ResultColumns, Column]:
        faults = np.zeros(len(visits.visit), np.int64)
        faults[visits.status == 0] = REFUSED
        faults[visits.tier < 0] = UNKNOWN
        faults[visits.total_fen == MISSING] = EMPTY
        firsts = np.concatenate([[True], visits.person[1:] != visits.person[:-1]])
        starts = np.flatnonzero(firsts)
        before = np.arange(len(firsts)) - np.repeat(starts, np.diff([*starts, len(firsts)]))
        fund = np.where(faults, 0, visits.in_scope_fen // 2)
        person = np.where(faults, 0, visits.total_fen - fund)
        zero = np.zeros(len(firsts), np.int64)
        results = ResultColumns._make([zero] * len(ResultColumns._fields))
        return results._replace(
            fund_fen=fund, pool_fen=fund, person_fen=person, cash_fen=person, reasons=before
        ), faults


PLAIN = Policy(PlainSettler(), TEXTS, {"sample": "0" * 64})
