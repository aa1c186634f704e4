"""What the catalogue's pages read from an address (目录页读什么): metro area, day, tabs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.dates import parse_date
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_books
from rongcheng.web.actor import actor_of
from rongcheng.web.i18n import pick, t

Tabs = list[tuple[str, str, bool]]
Crumbs = list[tuple[str, str]]
LIST = "/items"


def chosen_book(request: HttpRequest, having: str = "") -> tuple[PolicyBook, Mapping[str, str]]:
    """Return the book of `?metro=`, else the reader's own, else the first, and all metro names.

    With `having` the first is one that knows an item or a bundle of this id. Answers 404 where no
    metro area is published.
    """
    books = current_books()
    if not books:
        raise Http404
    actor = actor_of(request)
    asked = [request.GET.get("metro", ""), actor.metro if actor else ""]
    knowing = [metro for metro, book in books.items() if having and knows(book, having)]
    metro = next(name for name in (*asked, *knowing, *books) if name in books)
    return books[metro], {name: pick(book.metro_area().title) for name, book in books.items()}


def knows(book: PolicyBook, code: str) -> bool:
    """Tell whether a book has an item, a title or a bundle of this id."""
    part = book.pack.government
    known = {item.id for item in part.items} | {bundle.id for bundle in part.bundles}
    return code in known | {titled.id for titled in book.government.titles()}


def metro_tabs(names: Mapping[str, str], current: str) -> Tabs:
    """Return the switch between metro areas; a single one needs none."""
    if len(names) < 2:
        return []
    return [(name, f"{LIST}?metro={metro}", metro == current) for metro, name in names.items()]


def asked_day(request: HttpRequest, name: str = "on") -> date:
    """Return the day of `?on=`, else today; a misspelt one is refused with its form."""
    given = request.GET.get(name, "")
    return parse_date(given, name) if given else get_clock().today()


def crumbs_to(book: PolicyBook, *further: str) -> Crumbs:
    """Return the way from the list of a metro area to a page below it."""
    trail = [(t("government.catalogue.title"), f"{LIST}?metro={book.metro}")]
    return [*trail, *((text, "") for text in further)]


def item_address(metro: str, code: str, **more: str) -> str:
    """Return the address of an item's page in a metro area."""
    return f"{LIST}/{code}?{urlencode({'metro': metro, **more})}"


def bundle_address(metro: str, code: str) -> str:
    """Return the address of a bundle's page in a metro area."""
    return f"{LIST}/bundles/{code}?{urlencode({'metro': metro})}"


def apply_address(request: HttpRequest, what: str) -> str:
    """Return where one applies for an item (its id) or a bundle (`bundle/<id>`), if one can.

    A visitor is led to sign in; staff apply for nobody here, so they get no address.
    """
    actor = actor_of(request)
    if actor is not None and actor.audience != "resident":
        return ""
    address = f"/apply/{what}"
    try:
        resolve(address)
    except Resolver404:
        return ""
    return address
