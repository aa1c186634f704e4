"""The catalogue for everybody (事项目录页): search, filters, how many are official, how many run.

Open without signing in: what the cities handle for one another is public.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_words import MODES, RANGES
from rongcheng.services.government.catalogue.listing import (
    RUNS,
    TITLED,
    Entry,
    Sought,
    list_entries,
    themes,
)
from rongcheng.services.government.catalogue.reading import (
    asked_day,
    bundle_address,
    chosen_book,
    item_address,
    metro_tabs,
)
from rongcheng.services.government.catalogue.way import place_groups
from rongcheng.services.government.catalogue.words import (
    limit_words,
    source_words,
    word_of,
    words_of_codes,
)
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.tables import Column, Link, Table

ROWS = 30
LONGEST_SEARCH = 100


@require_safe
def item_list(request: HttpRequest) -> HttpResponseBase:
    """List the items of a metro area, searched by words, theme, place, mode and kind."""
    book, names = chosen_book(request)
    on = asked_day(request)
    sought = sought_from(request.GET)
    entries = list_entries(book, on, sought)
    kind = export_kind(request)
    if kind:
        return export_response(entry_table(book, entries), kind, f"items-{book.metro}")
    page = Paginator(entries, ROWS).get_page(request.GET.get("page"))
    file = book.government.title_file()
    context = {
        "title": t("government.catalogue.title"),
        "lead": t("government.catalogue.lead"),
        "metros": metro_tabs(names, book.metro),
        "book": book,
        "on": on,
        "sought": sought,
        "filters": _filters(book),
        "places": place_groups(book),
        "cities": [(city.code, pick(city.title)) for city in book.cities()],
        "counts": book.government.counts(on),
        "announced": announced_table(book, on),
        "titles_note": file.note if file else None,
        "groups": _grouped(book, list(page.object_list)),
        "page": page,
        "total": len(entries),
        "bundles": [
            (pick(found.title), bundle_address(book.metro, found.id))
            for found in book.government.bundles(on)
        ],
    }
    return render(request, "government/catalogue_list.html", context)


def sought_from(given: Mapping[str, str]) -> Sought:
    """Return what an address looks for; a word that is not known means anything."""
    kind, mode = given.get("kind", ""), given.get("mode", "")
    return Sought(
        words=given.get("q", "").strip()[:LONGEST_SEARCH],
        theme=given.get("theme", ""),
        place=given.get("place", ""),
        mode=mode if mode in MODES else "",
        kind=kind if kind in (RUNS, TITLED) else "",
    )


def announced_table(book: PolicyBook, on: date) -> Table:
    """Return the numbers that somebody announced, the latest first, each with its document."""
    columns = [
        Column(t("government.catalogue.column.announced"), lead=True),
        Column(t("government.catalogue.column.on"), "date"),
        Column(t("government.catalogue.column.source"), width=48),
        Column(t("government.catalogue.column.status"), "status"),
    ]
    rows = [
        (
            t("government.catalogue.number", None, n=found.number),
            found.on,
            source_words(found.source),
            found.status,
        )
        for found in reversed(book.government.counts(on).announced)
    ]
    empty = t("government.catalogue.none_announced")
    return Table(t("government.catalogue.announced"), columns, rows, empty, False)


def entry_table(book: PolicyBook, entries: Sequence[Entry]) -> Table:
    """Return the list to take along."""
    columns = [
        Column(t("government.catalogue.column.item"), lead=True, width=36),
        Column(t("government.catalogue.column.id"), "code", width=28),
        Column(t("government.catalogue.column.theme")),
        Column(t("government.catalogue.column.kind")),
        Column(t("government.catalogue.column.modes"), width=30),
        Column(t("government.catalogue.column.promised")),
        Column(t("government.catalogue.column.range")),
        Column(t("government.catalogue.column.status"), "status"),
    ]
    rows = [
        (
            Link(pick(entry.title), item_address(book.metro, entry.id)),
            entry.id,
            pick(entry.theme),
            t(f"government.catalogue.kind.{TITLED if entry.titled else RUNS}"),
            words_of_codes(MODES, entry.modes),
            limit_words(entry.version.promised_limit) if entry.version else "",
            word_of(RANGES, entry.version.range) if entry.version else "",
            entry.status,
        )
        for entry in entries
    ]
    return Table(t("government.catalogue.title"), columns, rows)


def _filters(book: PolicyBook) -> Mapping[str, list[tuple[str, str]]]:
    """Return what one may choose from, by the filter's name in the address."""
    return {
        "kind": [(kind, t(f"government.catalogue.kind.{kind}")) for kind in (RUNS, TITLED)],
        "theme": [(zh, pick(title)) for zh, title in themes(book).items()],
        "mode": [(mode, word_of(MODES, mode)) for mode in MODES],
    }


def _grouped(book: PolicyBook, entries: list[Entry]) -> list[Mapping[str, object]]:
    groups = groupby(entries, key=lambda entry: (entry.titled, pick(entry.theme)))
    return [
        {
            "theme": theme,
            "titled": titled,
            "begins_titled": titled and not any(e.titled for e in entries[: entries.index(first)]),
            "entries": [_shown(book, entry) for entry in listed],
        }
        for (titled, theme), found in groups
        if (listed := list(found)) and (first := listed[0])
    ]


def _shown(book: PolicyBook, entry: Entry) -> Mapping[str, object]:
    begins = show_day(entry.begins, language()) if entry.begins and not entry.version else ""
    return {
        "title": pick(entry.title),
        "href": item_address(book.metro, entry.id),
        "status": entry.status,
        "titled": entry.titled,
        "begins": begins,
        "limit": limit_words(entry.version.promised_limit) if entry.version else "",
        "modes": [word_of(MODES, mode) for mode in entry.modes],
    }
