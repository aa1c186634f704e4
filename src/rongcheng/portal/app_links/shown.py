"""Which city apps sign somebody in (登录用的应用), as her own page and the counter's list them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest

from rongcheng.foundation.people.public import (
    BLOCKING,
    AppLink,
    ReleasedLink,
    ReleaseReason,
    ReleaseUnfit,
    list_app_links,
    list_releases,
)
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.portal.code.carriers import number_of
from rongcheng.web.i18n import pick, t


class LinkView(NamedTuple):
    """An app that signs the person in, in words; `is_here`: this very session came by it."""

    number: int
    title: str
    place: str
    tail: str
    since: datetime
    sessions: int
    is_here: bool


class ReleasedView(NamedTuple):
    """An app that was released, in words; `may_lift` while it is blocked."""

    number: int
    title: str
    place: str
    tail: str
    why: str
    by: str
    at: datetime
    state: str
    badge: str
    lifted_at: datetime | None
    may_lift: bool


def link_views(metro: str, person: UUID, here: int | None = None) -> list[LinkView]:
    """Return by which apps a person signs in; `here` is the link of the reader's own session."""
    book = current_book(metro)
    return [_link(book, row, here) for row in list_app_links(person)]


def released_views(metro: str, person: UUID) -> list[ReleasedView]:
    """Return which apps were released for a person, newest first."""
    book = current_book(metro)
    return [_released(book, row) for row in list_releases(person)]


def reasons_to_release() -> list[tuple[str, str, str]]:
    """Return each reason with its words and what follows from it."""
    return [
        (
            reason.value,
            t(f"portal.app_links.reason.{reason.value}"),
            t("portal.app_links.then_blocked" if reason in BLOCKING else "portal.app_links.then"),
        )
        for reason in ReleaseReason
    ]


def confirmed_number(request: HttpRequest) -> int:
    """Return which row a form names; raises ReleaseUnfit without the tick that confirms it."""
    number = number_of(request.POST.get("number", ""))
    if number is None or request.POST.get("confirmed") != "1":
        raise ReleaseUnfit()
    return number


def _link(book: PolicyBook, row: AppLink, here: int | None) -> LinkView:
    title, place = _names(book, row.city)
    is_here = row.number == here
    return LinkView(row.number, title, place, row.tail, row.since, row.sessions, is_here)


def _released(book: PolicyBook, row: ReleasedLink) -> ReleasedView:
    title, place = _names(book, row.city)
    state, badge = "released", "good"
    if row.is_blocked:
        state, badge = "blocked", "warn"
    elif row.lifted_at is not None:
        state = "lifted"
    own = row.origin == "online"
    return ReleasedView(
        number=row.number,
        title=title,
        place=place,
        tail=row.tail,
        why=t(f"portal.app_links.reason.{row.reason}"),
        by=t("portal.app_links.by_owner" if own else "portal.app_links.by_counter"),
        at=row.at,
        state=t(f"portal.app_links.state.{state}"),
        badge=badge,
        lifted_at=row.lifted_at,
        may_lift=row.is_blocked,
    )


def _names(book: PolicyBook, city: str) -> Sequence[str]:
    """Return the names of a city's app and of the city, also of an app that is offered no more."""
    member = book.city(city)
    place = pick(member.title)
    return (pick(member.app.title) if member.app is not None else place), place
