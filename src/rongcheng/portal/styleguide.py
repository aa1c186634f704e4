"""The style guide (界面组件): every component with invented content, in every state it has."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rongcheng.web.formats import show_value
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.icons import ICONS
from rongcheng.web.sums import Authority, Step, sample_note
from rongcheng.web.tables import Column, Link, Table
from rongcheng.web.tile_map import District, draw

_COLOURS = ("brand", "seal", "good", "warn", "bad", "paper", "surface", "sunken", "ink", "ink-soft")


def _authority(key: str, value: int, unit: str, status: str) -> Authority:
    return Authority(
        title=t(f"portal.guide.{key}"),
        value=show_value(value, unit, language()),
        layer=t("web.layer.pool"),
        document=t("portal.guide.document"),
        number="",
        issued_on="2026-01-01",
        since=date(2026, 1, 1),
        status=status,
    )


def _steps() -> list[Step]:
    return [
        Step(t("portal.guide.total"), 100_000),
        Step(
            t("portal.guide.deductible"),
            30_000,
            "−",
            authorities=(_authority("deductible", 30_000, "fen", "verified"),),
        ),
        Step(t("portal.guide.base"), 70_000, "="),
        Step(
            t("portal.guide.ratio"),
            None,
            "×",
            shown="60%",
            note=t("portal.guide.ratio_note"),
            authorities=(_authority("ratio", 600_000, "ppm", "illustrative"),),
        ),
        Step(t("portal.guide.fund"), 42_000, "="),
    ]


def _tile_map() -> object:
    names = {
        "zh": ("东岭", "南塘", "西洲", "北港", "中城"),
        "en": ("East", "South", "West", "North", "Centre"),
    }
    places = ((2, 1), (1, 2), (0, 1), (1, 0), (1, 1))
    values = (12, 0, None, 48, 310)
    districts = [
        District(str(number), name, "b" if number in (1, 2) else "a", place, value)
        for number, (name, place, value) in enumerate(
            zip(names[language()], places, values, strict=True)
        )
    ]
    cities = {"a": t("portal.guide.city_a"), "b": t("portal.guide.city_b")}
    return draw(districts, cities, unit="count", label=t("portal.guide.map"))


def _table() -> Table:
    columns = [
        Column(t("portal.guide.person"), lead=True),
        Column(t("portal.guide.day"), "date"),
        Column(t("portal.guide.amount"), "fen"),
        Column(t("portal.policy.column.status"), "status"),
    ]
    rows = [
        (Link(t("portal.guide.person_a"), "#table"), date(2026, 5, 20), 1_611_086, "verified"),
        (Link(t("portal.guide.person_b"), "#table"), date(2026, 5, 21), 4_950, "illustrative"),
    ]
    return Table(t("portal.guide.table"), columns, rows, t("portal.guide.empty_todo"))


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component, for those who build pages and those who judge them."""
    listed = _table()
    steps = _steps()
    context = {
        "colours": _COLOURS,
        "icons": sorted(ICONS),
        "listed": listed,
        "none_listed": Table(
            pick({"zh": "没有结算", "en": "No settlements"}), listed.columns, [], listed.empty
        ),
        "steps": steps,
        "samples": sample_note(steps),
        "tile_map": _tile_map(),
        "facts": [
            (t("portal.guide.person"), t("portal.guide.person_a")),
            (t("portal.guide.day"), "2026-05-20"),
        ],
        "moments": [
            (date(2026, 5, 20), t("portal.guide.moment_a"), False),
            (date(2026, 5, 27), t("portal.guide.moment_b"), True),
        ],
        "tabs": [
            (t("portal.guide.tab_a"), "#tabs", True),
            (t("portal.guide.tab_b"), "#tabs", False),
        ],
        "page": Paginator(range(90), 30).get_page(2),
        "crumbs": [(t("portal.policy.title"), "/policy"), (t("portal.guide.title"), "")],
    }
    return render(request, "portal/styleguide.html", context)
