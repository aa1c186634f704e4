"""A resident's year as pages show it (我的年度): each counter with a bar, its source, its bills."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rongcheng.foundation.people.public import InsuranceInfo
from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.kernel.money import divide_half_up
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.years.limits import Limit, year_limits
from rongcheng.services.health.years.queries import (
    YearUse,
    own_insurances,
    year_settlements,
    year_use,
)
from rongcheng.web.actor import Actor
from rongcheng.web.formats import show_day, show_money
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.sums import Authority, SampleNote, Step, authority, sample_note

WIDTH = 1000
"""Units across a bar's drawing (进度条宽度)."""


class Bill(NamedTuple):
    """A settlement that counted, and where its page is."""

    text: str
    amount_fen: int
    href: str


class LimitView(NamedTuple):
    """A limit as it is drawn: words, the bar's length in thousandths, source and bills."""

    key: str
    name: str
    note: str
    used_fen: int
    top_fen: int | None
    said: str
    width: int
    tone: str
    basis: Authority | None
    bills: tuple[Bill, ...]


class InsuranceYear(NamedTuple):
    """One insurance's year: its name, limits, further facts, and the sample values behind it."""

    title: str
    limits: tuple[LimitView, ...]
    facts: tuple[tuple[str, str], ...]
    samples: SampleNote


def years_of(actor: Actor, year: int, base: str) -> list[InsuranceYear]:
    """Return the year of each of a resident's own insurances, linked under `base` if given."""
    return [_year_of(actor, insurance, year, base) for insurance in own_insurances(actor)]


def last_day_of(year: int) -> date:
    """Return the day whose policy the year is read with: today, or a past year's last day."""
    return min(get_clock().today(), date(year, 12, 31))


def _year_of(actor: Actor, insurance: InsuranceInfo, year: int, base: str) -> InsuranceYear:
    book = current_book(actor.metro)
    on = last_day_of(year)
    use = year_use(actor, insurance, year, on)
    rows = list(year_settlements(actor, insurance.psn_no, year))
    limits = year_limits(book, insurance, use, on)
    views = tuple(
        _view(limit, _basis(limit, book.metro, insurance, on), _bills(limit, rows, base))
        for limit in limits
    )
    steps = [Step(view.name, authorities=(view.basis,)) for view in views if view.basis]
    scheme = t(f"health.scheme.{insurance.scheme}")
    title = f"{scheme} · {_pool_name(book, insurance.pool)}"
    return InsuranceYear(title, views, _facts(use), sample_note(steps))


def _pool_name(book: PolicyBook, code: str) -> str:
    return next((pick(pool.title) for pool in book.pools() if pool.code == code), code)


def _facts(use: YearUse) -> tuple[tuple[str, str], ...]:
    """Return what is counted in numbers, not in money: stays by tier, births; and second layers."""
    facts = [
        (t("health.year.stays", None, tier=t(f"health.year.tier.{tier}")), str(count))
        for tier, count in use.stays
    ]
    if use.totals and use.totals.second_layer_fen:
        paid = show_money(use.totals.second_layer_fen, language())
        facts.append((t("health.year.second_paid"), paid))
    facts += [
        (t("health.year.birth", None, pregnancy=pregnancy), t("health.year.birth_paid"))
        for pregnancy, _, births in use.pregnancies
        if births
    ]
    return tuple(facts)


def _basis(limit: Limit, metro: str, insurance: InsuranceInfo, on: date) -> Authority | None:
    if limit.value is None:
        return None
    href = f"/policy/{metro}/{limit.value.key}?at={insurance.pool}&on={on.isoformat()}"
    return authority(limit.value, language(), href=href)


def _bills(limit: Limit, rows: Sequence[Settlement], base: str) -> tuple[Bill, ...]:
    return tuple(bill for row in rows if (bill := _bill(row, limit, base)) is not None)


def _view(limit: Limit, basis: Authority | None, bills: tuple[Bill, ...]) -> LimitView:
    name = t(f"health.year.limit.{limit.name}", None, month=_month_word(limit.month))
    return LimitView(
        limit.name,
        name,
        t(f"health.year.about.{limit.name}"),
        limit.used_fen,
        limit.top_fen,
        _said(limit),
        _width(limit),
        _tone(limit),
        basis,
        bills,
    )


def _month_word(month: int) -> str:
    """Write a month as a reader does.

    >>> _month_word(202603)
    '2026-03'
    """
    return f"{month // 100}-{month % 100:02d}" if month else ""


def _width(limit: Limit) -> int:
    if not limit.top_fen:
        return 0
    return min(WIDTH, divide_half_up(limit.used_fen * WIDTH, limit.top_fen))


def _tone(limit: Limit) -> str:
    """Return the badge of a counter that has reached its limit: good where the person gains."""
    if not limit.top_fen or limit.used_fen < limit.top_fen:
        return ""
    return "warn" if _kind(limit) in ("cap", "month") else "good"


def _kind(limit: Limit) -> str:
    """Return what kind of limit it is: a deductible, a threshold, a month's cap or a cap."""
    if "deductible" in limit.name:
        return "deductible"
    if limit.name.startswith("second"):
        return "second"
    return "month" if limit.month else "cap"


def _said(limit: Limit) -> str:
    """Say how far a counter is from its limit."""
    if limit.top_fen is None:
        return t("health.year.no_limit")
    kind = _kind(limit)
    if not limit.top_fen and kind == "deductible":
        return t("health.year.deductible_none")
    left = limit.top_fen - limit.used_fen
    if left <= 0:
        return t(f"health.year.{kind}_full")
    return t(f"health.year.{kind}_left", None, left=show_money(left, language()))


def _bill(row: Settlement, limit: Limit, base: str) -> Bill | None:
    """Return a settlement that moved this counter, or None."""
    counted = row.counted or {}
    if limit.month:
        amount = sum(used for month, used in row.months if month == limit.month)
    elif limit.name == "prenatal":
        amount = counted.get("prenatal_fen", 0)
    else:
        amount = counted.get("year", {}).get(limit.column, 0)
    if not amount:
        return None
    place = pick({"zh": row.institution.title_zh, "en": row.institution.title_en})
    text = f"{show_day(row.settled_at.astimezone(SHANGHAI).date(), language())} · {place}"
    return Bill(text, amount, f"{base}/settlements/{row.setl_id}" if base else "")
