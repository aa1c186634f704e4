"""What the metro does for its people today (民生指标): measured, never typed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from rongcheng.kernel.money import PPM, divide_half_up
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.figures.coverage import (
    district_shares,
    medical_institutions,
    settling_institutions,
    share_of,
    span_of,
)
from rongcheng.services.health.queries import tallies
from rongcheng.web.registry import Indicator, Reading

SPAN_DAYS = 30


def _span(book: PolicyBook, on: date) -> dict[str, dict[str, int]]:
    return tallies(book.metro, on - timedelta(days=SPAN_DAYS - 1), on)


def measure_cross_city(book: PolicyBook, on: date) -> Reading:
    """Count settlements of people insured in another city, by district of care, last 30 days."""
    found = _span(book, on)
    districts = {d.code: found.get(d.code, {}).get("cross_city", 0) for d in book.districts()}
    return Reading(sum(districts.values()), districts)


def measure_direct_rate(book: PolicyBook, on: date) -> Reading:
    """Return the share of cross-city settlements that the home fund took part in, in ppm."""
    found = _span(book, on)
    districts = {d.code: _rate(found.get(d.code, {})) for d in book.districts()}
    whole = {name: sum(row[name] for row in found.values()) for name in ("direct", "cross_city")}
    return Reading(_rate(whole), districts)


def measure_coverage(book: PolicyBook, on: date) -> Reading:
    """Return the share of medical institutions that settle with other cities, in ppm."""
    settling = settling_institutions(book.metro, *span_of(on))
    there = {found.code for found in medical_institutions(book)}
    return Reading(
        share_of(len(there & settling.keys()), len(there)), district_shares(book, settling)
    )


def _rate(row: Mapping[str, int]) -> int | None:
    crossing = row.get("cross_city", 0)
    return divide_half_up(row["direct"] * PPM, crossing) if crossing else None


INDICATORS = (
    Indicator(
        key="health-cross-city",
        title={"zh": "跨市直接结算", "en": "Cross-city settlements"},
        note={
            "zh": "近 30 天，参保在另一座城市、在这里看完病当场结算的人次，已减去撤销的。",
            "en": "Visits in the last 30 days by people insured in another city and settled here "
            "on the spot, reversals taken off.",
        },
        unit="count",
        measure=measure_cross_city,
    ),
    Indicator(
        key="health-direct-rate",
        title={"zh": "直接结算率", "en": "Direct-settlement rate"},
        note={
            "zh": "近 30 天，跨市结算中按参保地待遇直接报销的比例；参保地不报销的不算。",
            "en": "Of cross-city settlements in the last 30 days, the share paid by the home "
            "policy at once; visits that it does not cover do not count as direct.",
        },
        unit="ppm",
        measure=measure_direct_rate,
    ),
    Indicator(
        key="health-coverage",
        title={"zh": "机构结算覆盖率", "en": "Institutions settling"},
        note={
            "zh": "近 90 天，真正给外市参保人当场报销过、没有撤销的医疗机构占多少；药店不算。",
            "en": "Share of medical institutions that in the last 90 days settled for somebody "
            "insured in another city, on the spot and not reversed; pharmacies left out.",
        },
        unit="ppm",
        measure=measure_coverage,
    ),
)
