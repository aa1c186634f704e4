"""How many institutions really settle with other cities (直接结算覆盖率), against the target.

Measured, never declared: an institution counts when at least one settlement of somebody insured
in another city, paid by her home policy at once, still stands in the last days. Pharmacies are no
medical institutions and are left out. Source: seeds HL-03, HL-04.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Max, Sum

from rongcheng.kernel.money import PPM, divide_half_up
from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.policy.errors import NoPolicyValue, UnknownParameter
from rongcheng.policy.types import Institution
from rongcheng.services.health.models import InstitutionTally

SPAN_DAYS = 90
TARGET = "health.offsite.coverage_promise"
LEVELS = ("level_2_and_above", "level_1_and_below")
_UPPER_TIERS = frozenset({"level_2", "level_3", "provincial"})


class Settling(NamedTuple):
    """What an institution settled with other cities in the span: how often, and last when."""

    direct: int
    last_on: date


class Cover(NamedTuple):
    """A city's institutions of one level: how many there are, how many settle, the target."""

    city: str
    level: str
    listed: int
    settling: int
    target: Resolved | None

    @property
    def share_ppm(self) -> int | None:
        """Return the share that settles, or None where there is no institution."""
        return share_of(self.settling, self.listed)

    @property
    def target_ppm(self) -> int | None:
        """Return the share aimed at, or None where no city named one."""
        return int(str(self.target.value)) if self.target else None

    @property
    def missing(self) -> int:
        """Return how many more institutions the target needs; 0 when it is kept.

        A target of nine tenths of eleven institutions needs ten.
        """
        needed = -(-self.listed * (self.target_ppm or 0) // PPM)
        return max(needed - self.settling, 0)


def share_of(part: int, whole: int) -> int | None:
    """Return a share in ppm, or None of nothing."""
    return divide_half_up(part * PPM, whole) if whole else None


def level_of(tier: str) -> str:
    """Return the level of the target under which a tier falls."""
    return LEVELS[0] if tier in _UPPER_TIERS else LEVELS[1]


def span_of(on: date) -> tuple[date, date]:
    """Return the first and last day that count on a day."""
    return on - timedelta(days=SPAN_DAYS - 1), on


def medical_institutions(book: PolicyBook) -> list[Institution]:
    """Return the pack's hospitals, community centres and clinics."""
    return [found for found in book.institutions() if found.kind != "pharmacy"]


def settling_institutions(metro: str, since: date, until: date) -> dict[str, Settling]:
    """Return the institutions with a standing direct settlement in a span of days, by code."""
    rows = (
        InstitutionTally.objects.filter(metro=metro, on__range=(since, until), direct__gt=0)
        .values("institution_id")
        .annotate(made=Sum("direct"), last=Max("on"))
    )
    return {row["institution_id"]: Settling(row["made"], row["last"]) for row in rows}


def cover_of(book: PolicyBook, settling: Iterable[str], on: date) -> list[Cover]:
    """Return each city's cover by level, in the order of cities, the upper level first."""
    known = set(settling)
    rows = []
    for city in book.cities():
        for level in LEVELS:
            there = [
                found
                for found in medical_institutions(book)
                if found.city == city.code and level_of(found.tier) == level
            ]
            count = sum(found.code in known for found in there)
            rows.append(
                Cover(city.code, level, len(there), count, target_of(book, city.code, level, on))
            )
    return rows


def target_of(book: PolicyBook, city: str, level: str, on: date) -> Resolved | None:
    """Return the target share of a city and level, or None where no city named one."""
    try:
        return book.resolve(TARGET, at=city, on=on, level=level)
    except (NoPolicyValue, UnknownParameter):
        return None


def district_shares(book: PolicyBook, settling: Iterable[str]) -> Mapping[str, int | None]:
    """Return the share of each district's institutions that settle, None where it has none."""
    known = set(settling)
    counts: dict[str, list[int]] = {district.code: [0, 0] for district in book.districts()}
    for found in medical_institutions(book):
        counts[found.district][0] += found.code in known
        counts[found.district][1] += 1
    return {code: share_of(part, whole) for code, (part, whole) in counts.items()}
