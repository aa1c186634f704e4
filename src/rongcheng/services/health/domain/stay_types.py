"""What a stay's bill and the layers above the pool are decided on (住院与后续保障): flat values.

As in `types`, every field is a 64-bit integer: fen, ppm, counts, flags and dates as ordinals.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

NO_LIMIT = -1
"""Stands for "there is none" where a year's limit or the top of a band may be absent."""


class RepeatRule(IntEnum):
    """How the deductible falls at further admissions of a tier in one year (再次住院起付线)."""

    FULL = 0
    SHARE = 1
    REDUCTION = 2


class InpatientTerms(NamedTuple):
    """The place of insurance's policy for a stay at this tier.

    `second_ppm` and `later_ppm` serve `RepeatRule.SHARE`, `reduction_fen` and `floor_fen`
    `RepeatRule.REDUCTION`. `deductible_year_fen` is `NO_LIMIT` where no yearly sum is set.
    """

    deductible_fen: int
    repeat_rule: int
    second_ppm: int
    later_ppm: int
    reduction_fen: int
    floor_fen: int
    deductible_year_fen: int
    ratio_ppm: int
    addition_ppm: int
    cut_ppm: int
    cap_year_fen: int


class InpatientTotals(NamedTuple):
    """What the year has used before this settlement.

    `admissions` counts earlier stays of the tier, without this one; `stay_deductible_fen` is what
    interim settlements of this stay took already and is part of `deductible_used_fen`.
    """

    admissions: int
    deductible_used_fen: int
    stay_deductible_fen: int
    basic_used_fen: int


class InpatientResult(NamedTuple):
    """Each step of a stay's sum, in fen; `year_left_fen` is `NO_LIMIT` without a yearly sum."""

    rate_fen: int
    year_left_fen: int
    deductible_fen: int
    base_fen: int
    ratio_ppm: int
    uncapped_fen: int
    cap_left_fen: int
    fund_fen: int
    own_share_fen: int
    reasons: int


class LayerTerms(NamedTuple):
    """What pays above the pool: a second layer in up to four bands, a supplement, assistance.

    Bands count from the threshold upwards; a top of `NO_LIMIT` ends the list, so the large-amount
    fund is one band without a top. `cap_year_fen` is `NO_LIMIT` where none is set.
    """

    offered: int
    threshold_fen: int
    counts_deductible: int
    top_1_fen: int
    top_2_fen: int
    top_3_fen: int
    ratio_1_ppm: int
    ratio_2_ppm: int
    ratio_3_ppm: int
    ratio_4_ppm: int
    cap_year_fen: int
    civil_servant_ppm: int
    assistance_ppm: int
    assistance_cap_fen: int


class LayerTotals(NamedTuple):
    """The year's in-scope own share so far, and what the layers have paid of it, in fen."""

    counted_own_fen: int
    second_used_fen: int
    assistance_used_fen: int


class LayerResult(NamedTuple):
    """Each step above the pool, in fen; `counted_fen` is what this bill adds to the year's sum."""

    counted_fen: int
    above_before_fen: int
    above_after_fen: int
    uncapped_fen: int
    cap_left_fen: int
    second_fen: int
    civil_servant_fen: int
    assistance_uncapped_fen: int
    assistance_left_fen: int
    assistance_fen: int
    reasons: int
