"""Visits every kind of page over the big data set and notes the server's time (页面服务器时间).

In one warm process, by Django's test client: middleware, session, view, queries and template, but
no network. Queries are counted apart from the timing.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.big.before import leave_a_tail
from rongcheng.foundation.institutions.public import list_institutions
from rongcheng.foundation.ledger.public import Pair, list_pair_positions, list_windows
from rongcheng.foundation.people.public import add_staff, open_account
from rongcheng.policy.editions import current_book

METRO = "changzhutan"
BIG_TABLES = (
    "people_resident", "people_insurance", "ledger_entry", "ledger_posting", "health_visit",
    "health_settlement", "health_chargeline", "health_decision", "health_yeartotals",
)  # fmt: skip
_COUNTED = 12
_WARMING = 5
_SCANS = (
    "select relname, seq_scan from pg_stat_user_tables where relname = any(%s) order by relname"
)


class Target(NamedTuple):
    """One page to ask for, by whom."""

    client: Client
    address: str


class Seen(NamedTuple):
    """How a kind of page did: times in ms, and how many queries the counted requests took.

    `own_p95_ms` is the processor time of this process alone, which other work on the machine
    lengthens little; the database's comes on top.
    """

    page: str
    p50_ms: float
    p95_ms: float
    most_ms: float
    own_p95_ms: float
    queries: list[int]


def visit_all(out: Path, residents: int, requests: int, seed: int) -> None:
    """Visit every kind of page `requests` times and write what was seen as JSON."""
    leave_a_tail(METRO)
    guests = _Guests(random.Random(seed), residents, requests)
    before = _scans()
    found = [_visit(page, list(make())) for page, make in guests.pages().items()]
    # Statistics of scans are written when a connection has been idle for a moment.
    connection.close()
    time.sleep(2)
    after = _scans()
    scanned = [name for name in before if after[name] > before[name]]
    out.write_text(json.dumps({"pages": [seen._asdict() for seen in found], "scanned": scanned}))


def _visit(page: str, targets: list[Target]) -> Seen:
    for target in targets[:_WARMING]:
        _get(target)
    queries = set()
    for target in targets[:_COUNTED]:
        with CaptureQueriesContext(connection) as captured:
            _get(target)
        queries.add(len(captured))
    times, own = [], []
    for target in targets:
        began, began_own = time.perf_counter(), time.thread_time()
        _get(target)
        times.append((time.perf_counter() - began) * 1000)
        own.append((time.thread_time() - began_own) * 1000)
    times.sort()
    own.sort()
    return Seen(
        page,
        times[len(times) // 2],
        times[int(len(times) * 0.95)],
        times[-1],
        own[int(len(own) * 0.95)],
        sorted(queries),
    )


def _get(target: Target) -> None:
    answer = target.client.get(target.address)
    if answer.status_code != 200:
        raise AssertionError(f"{target.address}: {answer.status_code}")
    assert len(answer.content) > 500


def _scans() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_SCANS, [list(BIG_TABLES)])
        return dict(cursor.fetchall())


class _Guests:
    """Who asks for what: many residents, every desk, fund officers of every pool, the office."""

    def __init__(self, choose: random.Random, residents: int, requests: int) -> None:
        self.choose, self.requests = choose, requests
        self.residents = self._residents(residents)
        self.desks = self._desks()
        self.officers = self._officers()
        self.office = self._staff("office", "430100")
        self.seqs = [window.seq for window in list_windows(METRO)]

    def pages(self) -> dict[str, Callable[[], Iterator[Target]]]:
        """Return every kind of page with a maker of its requests."""
        return {
            "home": lambda: self._many(lambda: Target(Client(), "/")),
            "home, signed in": lambda: self._many(lambda: Target(self._resident()[0], "/")),
            "my settlements": lambda: self._mine("/me/settlements"),
            "my year": lambda: self._mine("/me/year"),
            "one settlement": lambda: self._many(lambda: self._settlement("")),
            "Why? of a settlement": lambda: self._many(lambda: self._settlement("/why")),
            "desk": lambda: self._many(lambda: Target(self._desk(), "/desk")),
            "desk, somewhere in the past": lambda: self._many(self._old_desk),
            "clearing windows": lambda: self._many(lambda: Target(self._fund()[0], "/clearing")),
            "a clearing window": lambda: self._many(self._window),
            "the open window": lambda: self._many(
                lambda: Target(self._fund()[0], f"/clearing/{self.seqs[-1]}")
            ),
            "prefunds": lambda: self._many(lambda: Target(self._fund()[0], "/clearing/prefund")),
            "statement of a pair": lambda: self._many(self._pair),
            "statement of a pool": lambda: self._many(self._pool),
            "institutions of a window": lambda: self._many(
                lambda: Target(self._fund()[0], f"/clearing/{self._seq()}/institutions")
            ),
            "statement of an institution": lambda: self._many(self._institution),
            "a statement's middle": lambda: self._many(self._middle),
            "an entry": lambda: self._many(self._entry),
            "policy": lambda: self._many(lambda: Target(Client(), "/policy")),
            "a parameter": lambda: self._many(self._parameter),
            "two dates compared": lambda: self._many(
                lambda: Target(Client(), f"/policy/{METRO}/compare?from=2024-01-01&to=2026-01-01")
            ),
            "policy lists": lambda: self._many(
                lambda: Target(
                    Client(),
                    f"/policy/{METRO}/" + self.choose.choice(("review", "samples", "agreements")),
                )
            ),
        }

    def _many(self, make: Callable[[], Target]) -> Iterator[Target]:
        return (make() for _ in range(self.requests))

    def _mine(self, address: str) -> Iterator[Target]:
        return self._many(lambda: Target(self._resident()[0], address))

    def _residents(self, residents: int) -> list[tuple[Client, list[str]]]:
        numbers = self.choose.sample(range(1, residents + 1), min(residents, 2 * self.requests))
        found = []
        for number in numbers:
            person = UUID(f"01930000-0000-7000-8000-{number:012x}")
            with connection.cursor() as cursor:
                cursor.execute(
                    "select setl_id from health_settlement where person_id = %s limit 30", [person]
                )
                bills = [row[0] for row in cursor.fetchall()]
            if bills and len(found) < self.requests:
                login = f"bench-{number}"
                open_account(login=login, resident_id=person, demo=True)
                found.append((_signed_in(login), bills))
        return found

    def _staff(self, role: str, city: str, institution: str | None = None) -> Client:
        login = f"bench-{role}-{institution or city}"
        words: dict[str, Any] = {"institution_code": institution} if institution else {}
        add_staff(
            login=login, metro=METRO, name="样例·测", role=role, city=city, demo=True, **words
        )
        return _signed_in(login)

    def _desks(self) -> list[tuple[Client, str]]:
        return [
            (self._staff("desk", place.city, place.code), place.code)
            for place in list_institutions(METRO)
            if place.kind != "pharmacy"
        ]

    def _officers(self) -> list[tuple[Client, str]]:
        book = current_book(METRO)
        return [
            (self._staff("fund", city.code), book.pool_of_city(city.code)) for city in book.cities()
        ]

    def _resident(self) -> tuple[Client, list[str]]:
        return self.choose.choice(self.residents)

    def _settlement(self, tail: str) -> Target:
        client, bills = self._resident()
        return Target(client, f"/me/settlements/{self.choose.choice(bills)}{tail}")

    def _desk(self) -> Client:
        return self.choose.choice(self.desks)[0]

    def _old_desk(self) -> Target:
        moment = self.choose.randrange(1_680_000_000, 1_790_000_000) * 1_000_000
        return Target(self._desk(), f"/desk?page=9&after={moment}.1")

    def _fund(self) -> tuple[Client, str]:
        return self.choose.choice(self.officers)

    def _seq(self) -> int:
        return self.choose.choice(self.seqs)

    def _window(self) -> Target:
        client = self.choose.choice([self._fund()[0], self.office])
        return Target(client, f"/clearing/{self._seq()}")

    def _pair(self) -> Target:
        pairs: list[Pair] = []
        while not pairs:
            client, own = self._fund()
            seq = self._seq()
            pairs = [row.pair for row in list_pair_positions(METRO, seq) if own in row.pair[:2]]
        pair = self.choose.choice(pairs)
        return Target(client, f"/clearing/{seq}/pairs/{pair.payer}/{pair.payee}/{pair.fund}")

    def _pool(self) -> Target:
        client, own = self._fund()
        return Target(client, f"/clearing/{self._seq()}/pools/{own}")

    def _institution(self) -> Target:
        client, own = self._fund()
        places = [p.code for p in list_institutions(METRO) if p.pool == own]
        return Target(client, f"/clearing/{self._seq()}/institutions/{self.choose.choice(places)}")

    def _middle(self) -> Target:
        client, own = self._fund()
        seq = self._seq()
        with connection.cursor() as cursor:
            cursor.execute(
                "select coalesce(b.last_entry, 0), coalesce(w.last_entry, "
                "(select max(id) from ledger_entry)) from ledger_window w left join ledger_window b"
                " on b.metro = w.metro and b.seq = w.seq - 1 where w.metro = %s and w.seq = %s",
                [METRO, seq],
            )
            low, high = cursor.fetchone()
        return Target(client, f"/clearing/{seq}/pools/{own}?page=50&after={(low + high) // 2}.1")

    def _entry(self) -> Target:
        client, own = self._fund()
        with connection.cursor() as cursor:
            cursor.execute(
                "select p.entry_id from ledger_account a join ledger_posting p on "
                "p.account_id = a.id where a.code like %s and a.kind = 'clearing' "
                "and p.entry_id > (select (random() * max(id))::bigint / 2 from ledger_entry) "
                "limit 1",
                [f"clearing:{own}:%"],
            )
            (entry,) = cursor.fetchone()
        return Target(client, f"/clearing/entries/{entry}")

    def _parameter(self) -> Target:
        key = self.choose.choice(current_book(METRO).parameters()).key
        return Target(Client(), f"/policy/{METRO}/{key}")


def _signed_in(login: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get_by_natural_key(login))
    return client
