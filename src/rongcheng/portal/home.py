"""The public home page (首页): what the metro offers, and how it is doing, without signing in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.portal.metros import chosen_metro, metro_switch, published_books
from rongcheng.portal.plan import DOMAINS, LIFE_EVENTS, Domain, LifeEvent
from rongcheng.web.actor import Actor, actor_of
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.preferences import preferences_of
from rongcheng.web.registry import Indicator, Offer, Reading, indicators, is_open_to, offers
from rongcheng.web.tables import Column, Kind, Table
from rongcheng.web.tile_map import District, TileMap, draw, show_figure

ELDER_TILES = 6
_KINDS: Mapping[str, Kind] = {"count": "count", "ppm": "ppm", "fen": "fen"}


class Choice(NamedTuple):
    """An offer as this reader sees it: linked only where the page opens for this reader."""

    offer: Offer
    is_open: bool


class DomainOffer(NamedTuple):
    """A field of the plan with what can be done in it today."""

    domain: Domain
    choices: Sequence[Choice]


class EventOffer(NamedTuple):
    """A moment of life with what can be done for it today."""

    event: LifeEvent
    choices: Sequence[Choice]


class Figure(NamedTuple):
    """An indicator with its reading, and whether the map shows it."""

    indicator: Indicator
    reading: Reading
    total: str
    is_current: bool


class Filler(NamedTuple):
    """A tile of elder mode that is there whatever the services offer."""

    href: str
    icon: str
    key: str


_FILLERS = (
    Filler("/policy", "book", "policy"),
    Filler("/help#counter", "counter", "counter"),
    Filler("/help", "help", "help"),
    Filler("/help#privacy", "shield", "privacy"),
    Filler("/?view=map#map", "map", "map"),
    Filler("/signin", "person", "signin"),
)


def choices_of(available: Sequence[Offer], actor: Actor | None) -> list[Choice]:
    """Return every offer, and whether its page opens for this actor."""
    return [Choice(offer, is_open_to(offer, actor)) for offer in available]


def by_domain(choices: Sequence[Choice]) -> list[DomainOffer]:
    """Return the plan's fields, those with something to do first."""
    found = [DomainOffer(d, [c for c in choices if c.offer.domain == d.key]) for d in DOMAINS]
    return sorted(found, key=lambda item: not item.choices)


def by_life_event(choices: Sequence[Choice]) -> list[EventOffer]:
    """Return the moments of life for which something can be done today."""
    found = [
        EventOffer(event, [c for c in choices if event.key in c.offer.life_events])
        for event in LIFE_EVENTS
    ]
    return [item for item in found if item.choices]


def elder_tiles(choices: Sequence[Choice]) -> list[dict[str, str]]:
    """Return the six tiles of elder mode: what opens for this reader, then help and policy."""
    ranked = sorted(
        (choice.offer for choice in choices if choice.is_open and choice.offer.elder_rank),
        key=lambda offer: offer.elder_rank,
    )
    tiles = [{"href": o.href, "icon": o.icon, "text": pick(o.title)} for o in ranked]
    tiles += [{"href": f.href, "icon": f.icon, "text": t(f"portal.tile.{f.key}")} for f in _FILLERS]
    return tiles[:ELDER_TILES]


def _figures(book: PolicyBook, asked: str) -> list[Figure]:
    known = indicators()
    current = asked if asked in {item.key for item in known} else (known[0].key if known else "")
    today = get_clock().today()
    found = []
    for item in known:
        reading = item.measure(book, today)
        total = show_figure(reading.total, item.unit, language())
        found.append(Figure(item, reading, total, item.key == current))
    return found


def _map(book: PolicyBook, figure: Figure) -> TileMap:
    cities = {city.code: pick(city.title) for city in book.cities()}
    districts = [
        District(d.code, pick(d.title), d.city, d.tile, figure.reading.districts.get(d.code))
        for d in book.districts()
    ]
    label = t("portal.map.label", None, title=pick(figure.indicator.title))
    return draw(districts, cities, unit=figure.indicator.unit, label=label)


def _map_table(book: PolicyBook, figure: Figure) -> Table:
    title = pick(figure.indicator.title)
    columns = [
        Column(t("portal.map.district"), lead=True),
        Column(t("portal.map.city")),
        Column(title, _KINDS[figure.indicator.unit]),
    ]
    cities = {city.code: pick(city.title) for city in book.cities()}
    rows = [
        (pick(d.title), cities[d.city], figure.reading.districts.get(d.code))
        for d in book.districts()
    ]
    return Table(title, columns, rows, t("portal.map.empty"), caption_shown=False)


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """Show the metro's offers and its map.

    `?metro=` and `?indicator=` choose; `?format=` takes the map's table along.
    """
    books = published_books()
    metro = chosen_metro(request, books)
    choices = choices_of(offers(), actor_of(request))
    if preferences_of(request).elder and request.GET.get("view") != "map":
        return render(request, "portal/home_elder.html", {"tiles": elder_tiles(choices)})
    if not metro:
        return render(request, "portal/home_empty.html")
    figures = _figures(books[metro], request.GET.get("indicator", ""))
    shown = next((figure for figure in figures if figure.is_current), None)
    table = _map_table(books[metro], shown) if shown else None
    kind = export_kind(request)
    if kind and table:
        return export_response(table, kind, table.caption)
    context = {
        "metro": metro,
        "metro_title": books[metro].metro_area().title,
        "city_names": [city.title for city in books[metro].cities()],
        "metros": metro_switch(books, metro),
        "figures": figures,
        "shown": shown,
        "tile_map": _map(books[metro], shown) if shown else None,
        "map_table": table,
        "events": by_life_event(choices),
        "domains": by_domain(choices),
    }
    return render(request, "portal/home.html", context)
