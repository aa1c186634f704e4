"""Which metro a page is about (都市圈): the published ones, and the one that the reader chose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.http import Http404, HttpRequest

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_books
from rongcheng.web.actor import actor_of

Books = Mapping[str, PolicyBook]


class MetroChoice(NamedTuple):
    """A published metro in the switch."""

    id: str
    title: Mapping[str, str]
    is_current: bool


def published_books() -> dict[str, PolicyBook]:
    """Return the current policy book of every published metro, by id, in one query."""
    return current_books()


def find_book(metro: str) -> PolicyBook:
    """Return a metro's current policy book, or answer 404 when none is published."""
    book = published_books().get(metro)
    if book is None:
        raise Http404
    return book


def chosen_metro(request: HttpRequest, books: Books) -> str:
    """Return the metro of `?metro=`, else the signed-in person's own, else the first, or ""."""
    asked = request.GET.get("metro", "")
    if asked in books:
        return asked
    actor = actor_of(request)
    if actor is not None and actor.metro in books:
        return actor.metro
    return next(iter(books), "")


def metro_switch(books: Books, current: str) -> list[MetroChoice]:
    """Return the switch's entries; a single metro needs no switch."""
    if len(books) < 2:
        return []
    return [MetroChoice(id, book.metro_area().title, id == current) for id, book in books.items()]
