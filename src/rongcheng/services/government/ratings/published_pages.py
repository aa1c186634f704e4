"""Published ratings (评价公布页): how people rated, by item, city and window, for everybody."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book, list_metros
from rongcheng.services.government.clock.words import item_name, place_name
from rongcheng.services.government.domain.ratings import Grade
from rongcheng.services.government.ratings.figures import (
    GROUPS,
    Figure,
    Group,
    Published,
    published_ratings,
)
from rongcheng.services.government.ratings.words import GRADES
from rongcheng.web.actor import actor_of
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.formats import show_day, show_percent
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.tables import Column, Table


@require_safe
def ratings(request: HttpRequest) -> HttpResponseBase:
    """Show how services were rated in the last months; `?by=` city or window, `?metro=` where."""
    metros = list_metros()
    if not metros:
        raise Http404
    metro = _metro(request, metros)
    book = current_book(metro)
    asked = request.GET.get("by", "")
    by: Group = next((one for one in GROUPS if one == asked), "item")
    found = published_ratings(book, by)
    table = figures_table(book, by, found)
    kind = export_kind(request)
    if kind:
        return export_response(table, kind, f"{table.caption}-{metro}")
    return render(request, "government/ratings.html", _context(book, by, found, table, metros))


def _metro(request: HttpRequest, metros: list[str]) -> str:
    asked, actor = request.GET.get("metro", ""), actor_of(request)
    if asked in metros:
        return asked
    return actor.metro if actor is not None and actor.metro in metros else metros[0]


def _context(
    book: PolicyBook, by: Group, found: Published, table: Table, metros: list[str]
) -> dict[str, Any]:
    area = pick(book.metro_area().title)
    switch = [
        (pick(current_book(one).metro_area().title), f"?by={by}&metro={one}", one == book.metro)
        for one in metros
    ]
    here = f"metro={book.metro}"
    return {
        "title": t("government.ratings.title", None, area=area),
        "lead": t("government.ratings.lead", None, since=show_day(found.since, language())),
        "switch": switch if len(metros) > 1 else [],
        "switch_label": t("government.ratings.areas"),
        "tabs": [(t(f"government.ratings.by_{one}"), f"?by={one}&{here}", one == by)
                 for one in GROUPS],
        "label": t("government.ratings.views"),
        "whole": found.whole,
        "share": "" if found.whole.satisfied_ppm is None
                 else show_percent(_to_tenths(found.whole.satisfied_ppm)),
        "least": found.least,
        "bars": _bars(found.whole),
        "table": table,
        "by_window": by == "window",
    }  # fmt: skip


def _bars(figure: Figure) -> list[dict[str, Any]]:
    if not figure.grades or not figure.rated:
        return []
    return [
        {
            "word": _word(grade),
            "count": number,
            "width": number * 1000 // figure.rated,
            "is_bad": grade >= Grade.DISSATISFIED,
        }
        for grade, number in figure.grades.items()
    ]


def figures_table(book: PolicyBook, by: Group, found: Published) -> Table:
    """Return the figures as a list, for the page and to take along."""
    grades = [Column(_word(grade), "count", width=12) for grade in Grade]
    columns = [
        Column(t(f"government.ratings.head_{by}"), lead=True, width=32),
        Column(t("government.ratings.rated"), "count"),
        Column(t("government.ratings.satisfied"), "ppm"),
        *grades,
        Column(t("government.ratings.defaults"), "count"),
    ]
    rows = [_row(book, by, figure) for figure in found.groups]
    return Table(
        t(f"government.ratings.caption_{by}"), columns, rows, t("government.ratings.empty")
    )


def _row(book: PolicyBook, by: Group, figure: Figure) -> list[object]:
    name = name_of(book, by, figure.key)
    if figure.grades is None:
        few = t("government.ratings.few")
        return [name, few, None, *[None] * len(Grade), figure.defaults]
    share = None if figure.satisfied_ppm is None else _to_tenths(figure.satisfied_ppm)
    return [name, figure.rated, share, *figure.grades.values(), figure.defaults]


def name_of(book: PolicyBook, by: Group, key: str) -> str:
    """Return how an item, a city or a window is called."""
    if by == "item":
        return item_name(book, key)
    return place_name(book, key) if key else t("government.ratings.online")


def _to_tenths(share_ppm: int) -> int:
    """Return a share to a tenth of a percent."""
    return (share_ppm + 500) // 1000 * 1000


def _word(grade: Grade) -> str:
    zh, en = GRADES[grade]
    return en.capitalize() if language() == "en" else zh
