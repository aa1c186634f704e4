"""Every address × acting for another: open in its matter, closed in all others and without one.

Complete by construction: an address that is not public and names no matter must be closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.people import public as people
from rongcheng.web.actor import Actor
from tests.portal.access_looks import person_of
from tests.portal.clearing_books import METRO, client_of

CLERK = Actor("staff", "clerk-1", label="样例经办", role="clerk", metro=METRO)
ENTRUSTED = {
    "me/settlements": "settlements",
    "me/settlements/<str:setl_id>": "settlements",
    "me/settlements/<str:setl_id>/why": "settlements",
    "me/year": "settlements",
    "me/voucher": "voucher",
    "me/filings": "filings",
    "me/access": "access",
    "me/code/manage": "code",
    "apply/<str:item>": "cases",
    "apply/bundle/<str:bundle>": "cases",
    "me/cases": "cases",
    "me/cases/<str:number>": "cases",
    "me/cases/<str:number>/form": "cases",
    "me/cases/<str:number>/letters/<int:seq>": "cases",
    "me/cases/<str:number>/files": "cases",
    "me/cases/<str:number>/papers": "cases",
    "me/cases/<str:number>/check": "cases",
    "me/cases/<str:number>/address": "cases",
    "me/cases/<str:number>/supplement": "cases",
    "me/cases/<str:number>/withdraw": "cases",
    "me/certificates": "certificates",
    "me/certificates/<str:number>": "certificates",
    "me/certificates/<str:number>/paper": "certificates",
    "me/certificates/<str:number>/credential": "certificates",
}
"""Addresses that open in a matter. Every other one is the same for everybody, or closed."""
FOR_EVERYBODY = {
    "signout",
    "signin/demo",
    "signin/staff/code",
    "signin/staff/setup",
    "signin/staff/password",
    "signin/staff/codes",
    "session/extend",
    "preferences",
    "me/people/stop",
    "tour/start",
    "tour/<int:number>",
    "hsa",
}
"""Forms, steps of signing in, and the tour of invented people: the same for whoever opens them."""
NO_FILE = "00000000-0000-4000-8000-000000000000"
SAMPLES = {
    "slug:metro": METRO,
    "int:number": "1",
    "int:seq": "1",
    "int:entry_id": "1",
    "uuid:attachment": NO_FILE,
}
CLOSED = (401, 403)
"""Not for whoever acts: a page says why, what a phone asks for itself says to sign in."""


def patterns(found: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Yield every address of the house but those below /api, which no session opens."""
    for item in found:
        text = before + str(item.pattern)
        if not isinstance(item, URLResolver):
            yield text
        elif text != "api/":
            yield from patterns(item.url_patterns, text)


ADDRESSES = sorted(set(patterns(get_resolver().url_patterns)))


def status(client: Client, pattern: str) -> int:
    """Open an address, by a form where it takes nothing else, and return its status."""
    path = "/" + re.sub(r"<([^>]+)>", lambda found: SAMPLES.get(found[1], "1"), pattern)
    asked = {"headers": {"Accept": "application/json"}} if "/code/" in pattern else {}
    answer = client.get(path, **asked)
    if answer.status_code == 405:
        answer = client.post(path, "{}", content_type="application/json", **asked)
    return int(answer.status_code)


def act_for(father: UUID, *entrusted: str) -> Client:
    """Return the daughter's browser, acting for her father in these matters, given on paper."""
    wanted = people.NewMandate(
        father,
        person_of("chen"),
        frozenset(entrusted),
        date(2026, 3, 2),
        date(2026, 12, 31),
        "授权书样例1号",
        "样例见证人",
    )
    given = people.give_mandate(CLERK, wanted, token="-".join(entrusted))
    daughter = client_of("chen")
    assert daughter.post("/me/people/acting", {"number": given.number}).status_code == 303
    return daughter


def test_the_table_names_what_there_is(lin: UUID) -> None:
    assert ENTRUSTED.keys() | FOR_EVERYBODY <= set(ADDRESSES)
    assert set(ENTRUSTED.values()) == set(people.matters())


def test_with_everything_entrusted_nothing_opens_but_what_names_a_matter(lin: UUID) -> None:
    visitor, daughter = Client(), act_for(lin, *people.matters())
    guarded = [
        pattern
        for pattern in ADDRESSES
        if pattern in ENTRUSTED
        or (pattern not in FOR_EVERYBODY and status(visitor, pattern) not in (200, 400, 404))
    ]
    assert len(guarded) >= 45
    assert {one for one in guarded if status(daughter, one) not in CLOSED} == ENTRUSTED.keys()


def test_a_matter_opens_its_own_addresses_and_no_other(lin: UUID) -> None:
    father = Actor("resident", str(lin), person_id=lin, metro=METRO)
    for matter in people.matters():
        daughter = act_for(lin, matter)
        opened = {pattern for pattern in ENTRUSTED if status(daughter, pattern) not in CLOSED}
        assert opened == {pattern for pattern, own in ENTRUSTED.items() if own == matter}, matter
        # Only so many mandates hold at one time, fewer than there are matters.
        people.revoke_mandate(father, people.list_mandates(father)[0].id)


def test_what_is_closed_leaves_no_record_and_shows_no_name(lin: UUID) -> None:
    daughter = act_for(lin, "code")
    before = AccessRecord.objects.count()
    for pattern in ENTRUSTED.keys() - {"me/code/manage"}:
        status(daughter, pattern)
    assert AccessRecord.objects.count() == before
