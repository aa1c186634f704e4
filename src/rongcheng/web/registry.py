"""What the metro offers (服务登记): each service names its pages, endpoints and live figures here.

Upper floors (gateway, portal) read the registry and so never import a service; a service fills it
in its `apps.py`:

    register(Service(name="health", title={"zh": "医疗健康", "en": "Health"}, ...))
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple
from uuid import UUID

from rongcheng.policy.book import PolicyBook
from rongcheng.web.actor import Actor

Title = Mapping[str, str]
Unit = Literal["count", "ppm", "fen"]
EntryLink = Callable[[str, str], str | None]
EntryPersons = Callable[[Collection[str]], list[UUID]]


class Reading(NamedTuple):
    """One indicator on one day: the metro's total and each district's value, None where unknown."""

    total: int | None
    districts: Mapping[str, int | None]


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A live figure (指标) that colours the public map, measured from data and never typed in.

    `measure(book, on)` reads it for the metro of `book` up to the end of day `on`; district keys
    are six-digit codes. `note` says in a sentence what is counted and what is not.
    """

    key: str
    title: Title
    note: Title
    unit: Unit
    measure: Callable[[PolicyBook, date], Reading]


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One place in the main navigation, shown to its audiences in their order.

    An audience is `visitor`, `resident` or a staff role; `icon` names a drawing in `web.icons`;
    `first` makes it the page on which its audiences start. Whoever acts for another sees the places
    whose `matter` was entrusted to her, and places of a visitor. `also` are further addresses that
    belong to the place; `within` is the key of a place under which it stands, where that is shown.
    """

    key: str
    title: Title
    href: str
    icon: str
    audiences: frozenset[str]
    first: bool = False
    matter: str = ""
    also: tuple[str, ...] = ()
    within: str = ""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Something a resident can do today, so the home page may promise and link it.

    `domain` is one of the plan's ten (`portal.domains`), `life_events` the moments of life under
    which it is listed; `elder_rank` from 1 places it among the six tiles of elder mode. Others
    than its `audiences` see it named but not linked: the page would not open for them. Nor would it
    for whoever acts for another and was not entrusted with its `matter`.
    """

    key: str
    title: Title
    summary: Title
    href: str
    icon: str
    domain: str
    life_events: tuple[str, ...] = ()
    elder_rank: int = 0
    audiences: frozenset[str] = frozenset({"visitor", "resident"})
    matter: str = ""


class CounterAct(NamedTuple):
    """Something a clerk can do for the person who stands at her counter (窗口事项).

    `words` is the beginning of two message keys, `title` and `lead`, which say what she gets; what
    is `often` wanted stands first.
    """

    words: str
    href: str
    icon: str
    often: bool = False


@dataclass(frozen=True, kw_only=True)
class Service:
    """One service (服务): its name, and where its endpoints, pages, figures and offers are.

    `routers` are dotted `package.module.attribute` paths of Ninja routers, mounted under
    `/<name>`; `urls` is the dotted path of a Django URL module, or empty. A service whose money
    is cleared says where a ledger entry's own page is (`entry_link(kind, reference)`, None for
    entries of others), whose data its references stand for (`entry_persons`), and how its entry
    kinds and fund types are called (`ledger_words`).
    """

    name: str
    title: Title
    routers: tuple[str, ...] = ()
    urls: str = ""
    nav: tuple[NavItem, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    offers: tuple[Offer, ...] = field(default=())
    counter_acts: tuple[CounterAct, ...] = ()
    entry_link: EntryLink | None = None
    entry_persons: EntryPersons | None = None
    ledger_words: Mapping[str, Title] = field(default_factory=dict)


_services: dict[str, Service] = {}


def register(service: Service) -> None:
    """Add a service; the same name again replaces it, so that a reloaded app stays single."""
    _services[service.name] = service


def services() -> tuple[Service, ...]:
    """Return every registered service, by name, so that menus never change their order."""
    return tuple(_services[name] for name in sorted(_services))


def indicators() -> tuple[Indicator, ...]:
    """Return all live figures of all services."""
    return tuple(item for service in services() for item in service.indicators)


def find_indicator(key: str) -> Indicator | None:
    """Return the indicator of this key, or None when no service measures it."""
    return next((item for item in indicators() if item.key == key), None)


def offers() -> tuple[Offer, ...]:
    """Return everything that can be done today, over all services."""
    return tuple(item for service in services() for item in service.offers)


def counter_acts() -> tuple[CounterAct, ...]:
    """Return what can be done at a counter, the commonest first, then service by service."""
    found = (act for service in services() for act in service.counter_acts)
    return tuple(sorted(found, key=lambda act: not act.often))


def entry_address(kind: str, reference: str) -> str | None:
    """Return the page that explains a ledger entry, or None where no service has one."""
    links = (service.entry_link for service in services() if service.entry_link)
    return next((found for link in links if (found := link(kind, reference))), None)


def entry_persons(references: Collection[str]) -> list[UUID]:
    """Return whose data these ledger references stand for, over all services, each once."""
    asked = (service.entry_persons for service in services() if service.entry_persons)
    return sorted({person for ask in asked for person in ask(references)})


def ledger_word(key: str) -> Title | None:
    """Return how a service calls an entry kind or fund type of its own, or None."""
    words = (service.ledger_words for service in services())
    return next((found[key] for found in words if key in found), None)


def audience_of(actor: Actor | None) -> str:
    """Return the audience of an actor; a visitor is one too."""
    return actor.audience if actor else "visitor"


def is_open_to(item: NavItem | Offer, actor: Actor | None) -> bool:
    """Say whether the page behind a place or an offer opens for this actor."""
    is_entrusted = actor is None or actor.may(item.matter)
    return audience_of(actor) in item.audiences and is_entrusted


def entrusted_places(actor: Actor) -> tuple[NavItem | Offer, ...]:
    """Return where whoever acts for another can go, places of the navigation first, each once."""
    found: dict[str, NavItem | Offer] = {}
    everything: tuple[NavItem | Offer, ...] = (*navigation(actor), *offers())
    for item in everything:
        if item.matter and is_open_to(item, actor):
            found.setdefault(item.href, item)
    return tuple(found.values())


def navigation(actor: Actor | None) -> tuple[NavItem, ...]:
    """Return the services' places that this actor (None: a visitor) may go to."""
    items = (item for service in services() for item in service.nav)
    return tuple(
        sorted((item for item in items if is_open_to(item, actor)), key=lambda i: not i.first)
    )
