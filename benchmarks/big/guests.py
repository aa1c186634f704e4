"""Who asks for what (来访者): residents, desks, fund officers and the office, and their pages."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from rongcheng.foundation.institutions.public import list_institutions
from rongcheng.foundation.ledger.public import Pair, list_pair_positions, list_windows
from rongcheng.foundation.people.public import add_staff, open_account
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.policy.editions import current_book

METRO = "changzhutan"


class Target(NamedTuple):
    """One page to ask for, by whom."""

    client: Client
    address: str


class Guests:
    """Who asks for what: many residents, every desk, fund officers of every pool, the office."""

    def __init__(self, choose: random.Random, residents: int, requests: int) -> None:
        """Sign everybody in; `requests` is how often each kind of page will be asked for."""
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
            "disputes": lambda: self._many(lambda: Target(self._fund()[0], "/clearing/disputes")),
            "comparisons of a pool": lambda: self._compared(self._fund, "/clearing"),
            "comparisons in the past": lambda: self._compared(self._fund, "/clearing", past=True),
            "comparisons of a hospital": lambda: self._compared(self._a_desk, "/desk"),
            "a comparison": lambda: self._many(self._comparison),
            "office": lambda: self._many(lambda: Target(self.office, "/office")),
            "coverage": lambda: self._many(lambda: Target(self.office, "/office/coverage")),
            "calls to cores": lambda: self._many(lambda: Target(self.office, "/office/cores")),
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
        return Target(self._desk(), f"/desk?page=9&after={self._moment()}.1")

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

    def _a_desk(self) -> tuple[Client, str]:
        return self.choose.choice(self.desks)

    def _compared(
        self, who: Callable[[], tuple[Client, str]], base: str, *, past: bool = False
    ) -> Iterator[Target]:
        def target() -> Target:
            tail = f"?page=9&after={self._moment()}.1" if past else ""
            return Target(who()[0], f"{base}/reconciliation{tail}")

        return self._many(target)

    def _comparison(self) -> Target:
        client, own = self._fund()
        with connection.cursor() as cursor:
            cursor.execute(
                "select run_no from health_reconciliation where care_pool = %s and id %% 4 = 0 "
                "and compared_at > %s order by compared_at limit 1",
                [own, self._day()],
            )
            (run,) = cursor.fetchone()
        return Target(client, f"/clearing/reconciliation/{run}")

    def _moment(self) -> int:
        return self.choose.randrange(1_680_000_000, 1_790_000_000) * 1_000_000

    def _day(self) -> datetime:
        return datetime.fromtimestamp(self._moment() // 1_000_000, SHANGHAI)

    def _parameter(self) -> Target:
        key = self.choose.choice(current_book(METRO).parameters()).key
        return Target(Client(), f"/policy/{METRO}/{key}")


def _signed_in(login: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get_by_natural_key(login))
    return client
