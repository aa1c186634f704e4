"""Turns the policy book into the terms of what pays above the pool (后续保障政策)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.services.health.assessing.asking import Asking
from rongcheng.services.health.domain.stay_types import NO_LIMIT, LayerTerms

ORDINARY = "ordinary"
"""Word of somebody who is not registered as in need (普通人员)."""
_BANDS = ("first", "second", "third")
_LAST_BAND = "fourth"


ABOVE = frozenset(
    {
        "second_ratio",
        "second_addition",
        "second_capped",
        "second_cap",
        *(f"band_top_{band}" for band in _BANDS),
        *(f"band_ratio_{band}" for band in (*_BANDS, _LAST_BAND)),
    }
)
"""Names of the values that decide only once the year's own share passes the threshold."""


class Insured(NamedTuple):
    """As whom somebody stands before the layers above the pool."""

    pool: str
    scheme: str
    means: str
    civil_servant: bool


class LayerPolicy(NamedTuple):
    """The terms above the pool with the policy values they were made from, by name."""

    terms: LayerTerms
    values: dict[str, Resolved]


class _Second(NamedTuple):
    """The second layer's part of the terms: bands from the threshold upwards."""

    offered: int
    threshold_fen: int
    counts_deductible: int
    tops: tuple[int, int, int]
    ratios: tuple[int, int, int, int]
    cap_year_fen: int


NOT_OFFERED = _Second(0, 0, 1, (NO_LIMIT,) * 3, (0,) * 4, NO_LIMIT)


@lru_cache(maxsize=4096)
def layer_terms(book: PolicyBook, insured: Insured, on: date) -> LayerPolicy:
    """Return what stands behind the pool for this person on the day of settlement."""
    asked = Asking(book, insured.pool, on)
    second_layer = _large_amount if insured.scheme == "employee" else _catastrophic
    second = second_layer(asked, _means(insured))
    civil_servant = 0
    if insured.civil_servant:
        civil_servant = asked.number("civil_servant", "health.civil_servant.ratio")
    assistance = assistance_cap = 0
    if insured.means != ORDINARY:
        means = insured.means
        assistance = asked.number("assistance", "health.assistance.ratio", means=means)
        assistance_cap = asked.number("assistance_cap", "health.assistance.cap_year", means=means)
    terms = LayerTerms(
        second.offered,
        second.threshold_fen,
        second.counts_deductible,
        *second.tops,
        *second.ratios,
        second.cap_year_fen,
        civil_servant,
        assistance,
        assistance_cap,
    )
    return LayerPolicy(terms, asked.values)


@lru_cache(maxsize=256)
def outpatient_counts(book: PolicyBook, pool: str, on: date) -> Resolved:
    """Return whether outpatient own shares count towards the layers above the pool."""
    return book.resolve("health.second_layers.counts_outpatient", at=pool, on=on)


def _means(insured: Insured) -> str:
    """Return the word that the second layer's parameters use: in need, or not."""
    return ORDINARY if insured.means == ORDINARY else "poor"


def _large_amount(asked: Asking, means: str) -> _Second:
    """Return the employees' large-amount fund (职工大病): one band without a top."""
    group = "health.large_amount"
    if not asked.number("second_offered", f"{group}.offered"):
        return NOT_OFFERED
    threshold = asked.number("second_threshold", f"{group}.threshold", means=means)
    counts = asked.number("counts_deductible", f"{group}.counts_deductible")
    ratio = asked.number("second_ratio", f"{group}.ratio", means=means)
    cap = _cap(asked, group, means)
    return _Second(1, threshold, counts, (NO_LIMIT,) * 3, (ratio, 0, 0, 0), cap)


def _catastrophic(asked: Asking, means: str) -> _Second:
    """Return the residents' catastrophic insurance (居民大病): four bands."""
    group = "health.catastrophic"
    if not asked.number("second_offered", f"{group}.offered"):
        return NOT_OFFERED
    threshold = asked.number("second_threshold", f"{group}.threshold", means=means)
    addition = 0
    if means != ORDINARY:
        addition = asked.number("second_addition", f"{group}.poor_addition")
    first, second, third = (
        asked.number(f"band_top_{band}", f"{group}.band_top", band=band) for band in _BANDS
    )
    ratios = [
        asked.number(f"band_ratio_{band}", f"{group}.ratio", band=band) + addition
        for band in (*_BANDS, _LAST_BAND)
    ]
    cap = _cap(asked, group, means)
    tops = (first, second, third)
    return _Second(1, threshold, 1, tops, (ratios[0], ratios[1], ratios[2], ratios[3]), cap)


def _cap(asked: Asking, group: str, means: str) -> int:
    """Return the second layer's cap of the year, or `NO_LIMIT` for those who have none."""
    if asked.number("second_capped", f"{group}.capped", means=means):
        return asked.number("second_cap", f"{group}.cap_year")
    return NO_LIMIT
