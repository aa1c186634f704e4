"""What a resident's year has counted towards which limit (年度累计与限额), each with its source.

Counters come from the totals that settlements keep; a limit's value comes from the policy book as
it holds on one day. A limit that nobody published is shown as unknown, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rongcheng.foundation.people.public import InsuranceInfo
from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.policy.errors import NoPolicyValue, UnknownParameter
from rongcheng.services.health.assessing.asking import Asking
from rongcheng.services.health.assessing.terms import whole
from rongcheng.services.health.models import YearTotals
from rongcheng.services.health.years.queries import YearUse


class Limit(NamedTuple):
    """One counter of the year beside its limit, in fen; `top_fen` is None where there is none."""

    name: str
    used_fen: int
    top_fen: int | None
    value: Resolved | None
    column: str = ""
    month: int = 0


class _Wanted(NamedTuple):
    """A counter of the year's totals and the parameter that limits it."""

    name: str
    column: str
    key: str
    dims: tuple[str, ...] = ()


_DEDUCTIBLE = _Wanted(
    "outpatient_deductible",
    "deductible_fen",
    "health.outpatient.deductible_year",
    ("scheme", "standing"),
)
_OUTPATIENT = _Wanted(
    "outpatient_cap", "outpatient_fen", "health.outpatient.cap_year", ("scheme", "standing")
)
_SINGLE_POOLING = _Wanted(
    "outpatient_cap", "outpatient_fen", "health.outpatient.cap_year_single_pooling", ("standing",)
)
_STAYS = _Wanted(
    "stay_deductible",
    "inpatient_deductible_fen",
    "health.inpatient.deductible_cap_year",
    ("scheme",),
)
_BASIC = _Wanted("basic_cap", "basic_fen", "health.basic.cap_year", ("scheme",))
_SECOND = {"employee": "health.large_amount", "resident": "health.catastrophic"}


def year_limits(book: PolicyBook, insurance: InsuranceInfo, use: YearUse, on: date) -> list[Limit]:
    """Return the limits that concern this person, as the policy of the day has them."""
    asked = Asking(book, insurance.pool, on)
    dims = {"scheme": insurance.scheme, "standing": insurance.standing}
    outpatient = _SINGLE_POOLING if insurance.pooling == "single" else _OUTPATIENT
    found = [
        _limit(asked, wanted, dims, use.totals)
        for wanted in (_DEDUCTIBLE, outpatient, _STAYS, _BASIC)
    ]
    found += _second_layer(asked, insurance, use)
    found += _months(asked, insurance, use)
    found += _prenatal(asked, use)
    return found


def _ask(asked: Asking, key: str, **dims: str) -> Resolved | None:
    """Return a value, or None where the pack does not know the parameter or has no value."""
    try:
        return asked.ask(key, key, **dims)
    except (NoPolicyValue, UnknownParameter):
        return None


def _limit(
    asked: Asking, wanted: _Wanted, dims: dict[str, str], totals: YearTotals | None
) -> Limit:
    value = _ask(asked, wanted.key, **{name: dims[name] for name in wanted.dims})
    if wanted is _STAYS:
        capped = _ask(asked, "health.inpatient.deductible_year_capped", scheme=dims["scheme"])
        if capped is None or not whole(capped):
            value = None
    used = getattr(totals, wanted.column) if totals else 0
    top = whole(value) if value is not None else None
    return Limit(wanted.name, used, top, value, wanted.column)


def _second_layer(asked: Asking, insurance: InsuranceInfo, use: YearUse) -> Iterator[Limit]:
    """Yield the own share towards the layer above the pool, where the pool offers one."""
    group = _SECOND[insurance.scheme]
    offered = _ask(asked, f"{group}.offered")
    if offered is None or not whole(offered):
        return
    means = "ordinary" if use.means == "ordinary" else "poor"
    value = _ask(asked, f"{group}.threshold", means=means)
    used = use.totals.counted_own_fen if use.totals else 0
    top = whole(value) if value is not None else None
    yield Limit(f"second_{insurance.scheme}", used, top, value, "counted_own_fen")


def _months(asked: Asking, insurance: InsuranceInfo, use: YearUse) -> Iterator[Limit]:
    """Yield each month with special-disease payments beside that month's limit."""
    if not use.months:
        return
    value = _ask(asked, "health.special.limit_month", scheme=insurance.scheme)
    top = whole(value) if value is not None else None
    if top is not None and use.diseases > 1:
        key = "health.special.second_disease_addition"
        added = _ask(asked, key, scheme=insurance.scheme)
        top += (whole(added) if added is not None else 0) * (use.diseases - 1)
    for month, used in use.months:
        yield Limit("special_month", used, top, value, month=month)


def _prenatal(asked: Asking, use: YearUse) -> Iterator[Limit]:
    """Yield what prenatal care of each pregnancy has used."""
    if not any(prenatal for _, prenatal, _ in use.pregnancies):
        return
    value = _ask(asked, "health.maternity.outpatient_cap_pregnancy")
    top = whole(value) if value is not None else None
    for _, prenatal, _ in use.pregnancies:
        if prenatal:
            yield Limit("prenatal", prenatal, top, value, column="prenatal_fen")
