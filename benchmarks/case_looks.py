"""What an ordinary clerk looks at, over all cases of a metro (窗口的查阅): lists, search, queue.

Each look goes through the row filter, as a clerk of one city and never as the system. Where the
back office has a page for it, the page is visited by Django's client; else the reads behind it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from rongcheng.foundation.cases.public import Case, Wanted, list_cases, visible_turns
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor

PAGE = 50
TABLES = ("cases_case", "cases_desk", "cases_step", "cases_turn", "cases_material")
_WARMING = 5
_SCANS = "select relname, seq_scan from pg_stat_user_tables where relname = any(%s)"
Look = Callable[[], object]


class Seen(NamedTuple):
    """How a kind of look did: milliseconds, and the numbers of queries that were met."""

    look: str
    p50_ms: float
    p95_ms: float
    most_ms: float
    queries: list[int]


class Clerk:
    """A clerk of one city who looks at this and that, by a seed."""

    def __init__(self, actor: Actor, login: str, items: list[str], *, least: int = PAGE) -> None:
        """Sign in; every look finds at least so many cases, or the measurement is void."""
        self.actor, self.items, self.least = actor, items, least
        self.choose = random.Random(7)
        self.client = Client()
        self.client.force_login(get_user_model().objects.get(login=login))
        own = Case.objects.visible_to(actor).order_by("id")
        self.numbers = list(own.values_list("number", flat=True)[:20_000:40])
        first = own.values_list("id", flat=True)[0]
        self.last = Case.objects.order_by("-id").values_list("id", flat=True)[0]
        # What was begun one by one beforehand stands before the cases that were loaded.
        self.middle = first + (self.last - first) // 3

    def looks(self) -> dict[str, Look]:
        """Return every kind of look."""
        day = get_clock().today
        reads: dict[str, Look] = {
            "list, newest": lambda: self._list(Wanted()),
            "list, somewhere in three years": lambda: self._list(
                Wanted(before=self.choose.randrange(self.middle, self.last))
            ),
            "search by number": lambda: self._list(
                Wanted(number=self.choose.choice(self.numbers)), least=1
            ),
            "search by item": lambda: self._list(Wanted(item=self._item())),
            "search by item and state": lambda: self._list(Wanted(item=self._item(), state=12)),
            "search by state, open": lambda: self._list(Wanted(state=7, open_only=True)),
            "search by days, this month": lambda: self._list(
                Wanted(since=day() - timedelta(days=30))
            ),
            "queue of the city": self._queue,
            "queue, my own": lambda: self._queue(mine=True),
        }
        return reads | self._pages()

    def _list(self, wanted: Wanted, least: int = 0) -> None:
        found = list_cases(self.actor, wanted, PAGE)
        assert len(found) >= (least or self.least), wanted

    def _queue(self, *, mine: bool = False) -> None:
        rows = visible_turns(self.actor)
        rows = rows.filter(assignee=self.actor.id) if mine else rows
        assert len(list(rows[:PAGE])) >= (0 if mine else self.least)

    def _item(self) -> str:
        return self.choose.choice(self.items)

    def _pages(self) -> dict[str, Look]:
        try:
            resolve("/cases")
        except Resolver404:
            return {}
        return {
            "page: my queue": lambda: self._get("/cases?tab=mine"),
            "page: the city's queue": lambda: self._get("/cases?tab=city"),
            "page: late": lambda: self._get("/cases?tab=late"),
            "page: all cases": lambda: self._get("/cases?tab=all"),
            "page: search by number": lambda: self._get(
                f"/cases?tab=all&number={self.choose.choice(self.numbers)}"
            ),
            "page: search by item": lambda: self._get(f"/cases?tab=all&item={self._item()}"),
        }

    def _get(self, address: str) -> None:
        answer = self.client.get(address)
        assert answer.status_code == 200, address


def count_queries(clerk: Clerk, times: int = 6) -> dict[str, list[int]]:
    """Return how many queries each kind of look took."""
    found = {}
    for name, look in clerk.looks().items():
        counts = set()
        look()
        for _ in range(times):
            with CaptureQueriesContext(connection) as captured:
                look()
            counts.add(len(captured))
        found[name] = sorted(counts)
    return found


def time_looks(clerk: Clerk, requests: int) -> list[Seen]:
    """Look at everything `requests` times and return the times."""
    counts = count_queries(clerk)
    found = []
    for name, look in clerk.looks().items():
        for _ in range(_WARMING):
            look()
        times = []
        for _ in range(requests):
            began = time.perf_counter()
            look()
            times.append((time.perf_counter() - began) * 1000)
        times.sort()
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        found.append(Seen(name, p50, p95, times[-1], counts[name]))
    return found


def scans() -> dict[str, Any]:
    """Return how often each big table was read whole; a connection tells it when it is idle."""
    connection.close()
    time.sleep(2)
    with connection.cursor() as cursor:
        cursor.execute(_SCANS, [list(TABLES)])
        return dict(cursor.fetchall())
