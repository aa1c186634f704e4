"""Who sees what of clearing (清算可见范围): the metro's sums all fund staff, entries their own.

Matrix and nets are the metro's; pairs, entries and institutions open to the fund officer whose
pool they concern. The coordination office sees sums and confirms payments, opens no entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from rongcheng.foundation.institutions.public import InstitutionInfo, list_institutions
from rongcheng.foundation.ledger.public import (
    EntryInfo,
    Pair,
    WindowStatus,
    WindowUnknown,
    find_status,
    pools_of,
)
from rongcheng.policy.book import PolicyBook
from rongcheng.portal.metros import find_book
from rongcheng.web.actor import Actor, signed_in
from rongcheng.web.i18n import t

STAFF = ("fund", "office")


@dataclass(frozen=True)
class Scope:
    """One reader of clearing: her metro's book and, for a fund officer, her own pool."""

    actor: Actor
    book: PolicyBook
    own: str

    @property
    def metro(self) -> str:
        """Return the metro that is cleared."""
        return self.book.metro

    @property
    def is_office(self) -> bool:
        """Return whether this is the coordination office."""
        return self.actor.role == "office"

    def opens(self, pools: Iterable[str]) -> bool:
        """Return whether entries of these pools open to this reader."""
        return bool(self.own) and self.own in pools

    def confirms(self, pool: str) -> bool:
        """Return whether this reader may confirm a pool's payments."""
        if self.is_office:
            return any(pool == own.code for own in self.book.pools())
        return pool == self.own

    def require(self, pools: Iterable[str]) -> None:
        """Refuse a reader to whom these pools' entries do not open (403)."""
        if not self.opens(pools):
            raise PermissionDenied

    def require_pair(self, pair: Pair) -> None:
        """Refuse a reader whose pool is on neither side of a pair (403)."""
        self.require(pair[:2])

    def require_entry(self, entry: EntryInfo) -> None:
        """Refuse an entry of another metro or of other pools (403)."""
        own_places = {f"hospital:{place.code}" for place in self.institutions()}
        codes = [line.code for line in entry.lines]
        at_home = any(code.rpartition(":")[0] in own_places for code in codes)
        if entry.metro != self.metro or not (self.opens(pools_of(codes)) or at_home):
            raise PermissionDenied

    def institutions(self) -> list[InstitutionInfo]:
        """Return the institutions whose care this reader's pool manages."""
        return [place for place in list_institutions(self.metro) if place.pool == self.own]

    def window(self, seq: int) -> WindowStatus:
        """Return how far a window is, or answer 404."""
        try:
            return find_status(self.metro, seq)
        except WindowUnknown as fault:
            raise Http404 from fault


def scope_of(request: HttpRequest) -> Scope:
    """Return what this reader sees; the page is guarded for fund and office."""
    actor = signed_in(request)
    book = find_book(actor.metro)
    own = book.pool_of_city(actor.city) if actor.role == "fund" else ""
    return Scope(actor, book, own)


def tabs(scope: Scope, here: str) -> list[tuple[str, str, bool]]:
    """Return the views of clearing that open to this reader."""
    places = {"windows": "/clearing", "prefund": "/clearing/prefund"}
    if scope.own:
        places["disputes"] = "/clearing/disputes"
    return [(t(f"portal.clearing.tab.{key}"), href, key == here) for key, href in places.items()]
