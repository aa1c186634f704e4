"""The coordination office's pages (都市圈协同办): its parts, and which institutions settle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.policy.types import Source
from rongcheng.services.health.figures.coverage import (
    SPAN_DAYS,
    TARGET,
    Cover,
    Settling,
    cover_of,
    level_of,
    medical_institutions,
    settling_institutions,
    share_of,
    span_of,
)
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.formats import DASH, show_percent
from rongcheng.web.i18n import pick, t
from rongcheng.web.tables import Column, Link, Table

BAR = 1000  # the width of a bar's drawing, of which the style sheet makes the page's own


class Part(NamedTuple):
    """A part of the office's work: its words are `health.office.<key>`, its drawing an icon."""

    key: str
    href: str
    icon: str


PARTS = (
    Part("coverage", "/office/coverage", "hospital"),
    Part("cores", "/office/cores", "counter"),
    Part("policy", "/policy?metro={metro}", "book"),
    Part("whatif", "/office/whatif", "receipt"),
    Part("compare", "/policy/{metro}/compare", "scale"),
    Part("review", "/policy/{metro}/review", "clock"),
    Part("samples", "/policy/{metro}/samples", "warn"),
    Part("agreements", "/policy/{metro}/agreements", "people"),
)


class Bar(NamedTuple):
    """One bar of the picture, in words and in the drawing's units; no mark without a target."""

    level: str
    counted: str
    share: str
    said: str
    is_kept: bool
    width: int
    mark: int | None


class CityBars(NamedTuple):
    """A city's bars."""

    city: str
    bars: Sequence[Bar]


@require_safe
@actor_required("office")
def office(request: HttpRequest) -> HttpResponseBase:
    """List what the coordination office looks after, each with the way there."""
    metro = signed_in(request).metro
    parts = [
        {
            "href": part.href.format(metro=metro),
            "icon": part.icon,
            "title": t(f"health.office.{part.key}"),
            "lead": t(f"health.office.{part.key}_lead"),
        }
        for part in PARTS
    ]
    return render(
        request,
        "health/office.html",
        {"title": t("health.office.title"), "lead": t("health.office.lead"), "parts": parts},
    )


@require_safe
@actor_required("office", "fund")
def coverage(request: HttpRequest) -> HttpResponseBase:
    """Show which share of each city's institutions settles, beside its target.

    `?list=institutions` names them one by one; `?format=` takes the list along.
    """
    actor = signed_in(request)
    book = current_book(actor.metro)
    today = get_clock().today()
    settling = settling_institutions(book.metro, *span_of(today))
    covers = cover_of(book, settling, today)
    by_name = request.GET.get("list") == "institutions"
    table = institution_table(book, settling) if by_name else cover_table(book, covers)
    kind = export_kind(request)
    if kind:
        return export_response(table, kind, f"{table.caption}-{book.metro}")
    listed = sum(cover.listed for cover in covers)
    count = sum(cover.settling for cover in covers)
    crumb = [(t("health.office.title"), "/office")] if actor.audience == "office" else []
    context = {
        "title": t("health.office.coverage"),
        "lead": t("health.coverage.lead", None, days=SPAN_DAYS),
        "crumbs": [*crumb, (t("health.office.coverage"), "")],
        "until": today,
        "count": count,
        "listed": listed,
        "share": _percent(share_of(count, listed)),
        "by_name": by_name,
        "tabs": [
            (t("health.coverage.by_city"), "/office/coverage", not by_name),
            (t("health.coverage.by_name"), "/office/coverage?list=institutions", by_name),
        ],
        "cities": [] if by_name else city_bars(book, covers),
        "table": table,
    }
    return render(request, "health/coverage.html", context)


def city_bars(book: PolicyBook, covers: Sequence[Cover]) -> list[CityBars]:
    """Return the picture: for each city a bar for each level that has institutions."""
    return [
        CityBars(
            pick(city.title),
            [_bar(row) for row in covers if row.city == city.code and row.listed],
        )
        for city in book.cities()
    ]


def _bar(row: Cover) -> Bar:
    target = row.target_ppm
    return Bar(
        level=t(f"health.coverage.{row.level}"),
        counted=t("health.coverage.counted", None, count=row.settling, listed=row.listed),
        share=_percent(row.share_ppm),
        said=_said(row),
        is_kept=target is not None and row.missing == 0,
        width=row.settling * BAR // row.listed,
        mark=None if target is None else target * BAR // 1_000_000,
    )


def _percent(share_ppm: int | None) -> str:
    """Write a share with at most one decimal."""
    return DASH if share_ppm is None else show_percent(_tenths(share_ppm))


def _tenths(share_ppm: int) -> int:
    """Round a share to a tenth of a percent, as the pages show it."""
    return (share_ppm + 500) // 1000 * 1000


def _said(row: Cover) -> str:
    """Say whether the target is kept, and if not how many institutions are missing."""
    if row.target_ppm is None:
        return t("health.coverage.no_target")
    target = show_percent(row.target_ppm)
    if row.missing == 0:
        return t("health.coverage.kept", None, target=target)
    return t("health.coverage.missing", None, target=target, count=row.missing)


def _result(row: Cover) -> str:
    """Say the same without the target, which has its own column."""
    if row.target_ppm is None or not row.listed:
        return ""
    if row.missing == 0:
        return t("health.coverage.is_kept")
    return t("health.coverage.is_missing", None, count=row.missing)


def cover_table(book: PolicyBook, covers: Sequence[Cover]) -> Table:
    """Return the picture as a list, with the document behind each target."""
    columns = [
        Column(t("health.coverage.city"), lead=True),
        Column(t("health.coverage.level")),
        Column(t("health.coverage.listed"), "count"),
        Column(t("health.coverage.settling"), "count"),
        Column(t("health.coverage.share"), "ppm"),
        Column(t("health.coverage.target"), "ppm"),
        Column(t("health.coverage.result")),
        Column(t("health.coverage.document"), width=40),
        Column(t("health.coverage.status")),
    ]
    titles = {city.code: pick(city.title) for city in book.cities()}
    rows = [
        (
            titles[row.city],
            t(f"health.coverage.{row.level}"),
            row.listed,
            row.settling,
            None if row.share_ppm is None else _tenths(row.share_ppm),
            row.target_ppm,
            _result(row),
            _document(book, row),
            t(f"web.status.{row.target.status}") if row.target else "",
        )
        for row in covers
    ]
    return Table(t("health.coverage.caption"), columns, rows, t("health.coverage.empty"))


def _document(book: PolicyBook, row: Cover) -> Link | str:
    if row.target is None:
        return ""
    source: Source = row.target.source
    words = " ".join(part for part in (source.document, source.number, source.issued_on) if part)
    return Link(words, f"/policy/{book.metro}/{TARGET}?at={row.city}")


def institution_table(book: PolicyBook, settling: Mapping[str, Settling]) -> Table:
    """Return every medical institution, those first that settle with no other city yet."""
    columns = [
        Column(t("health.coverage.institution"), lead=True, width=34),
        Column(t("health.coverage.code"), "code"),
        Column(t("health.coverage.city")),
        Column(t("health.coverage.district")),
        Column(t("health.coverage.level")),
        Column(t("health.coverage.settlements"), "count"),
        Column(t("health.coverage.last_on"), "date"),
    ]
    cities = {city.code: pick(city.title) for city in book.cities()}
    districts = {district.code: pick(district.title) for district in book.districts()}
    never = Settling(0, date.min)
    rows = []
    for found in medical_institutions(book):
        made = settling.get(found.code, never)
        rows.append(
            (
                pick(found.title),
                found.code,
                cities[found.city],
                districts[found.district],
                t(f"health.coverage.{level_of(found.tier)}"),
                made.direct,
                made.last_on if made.direct else None,
            )
        )
    rows.sort(key=lambda row: (row[5] > 0, row[1]))
    return Table(t("health.coverage.names_caption"), columns, rows, t("health.coverage.empty"))
