"""Cases across cities (办件): how fast they come in with papers, and lists over a million.

Creation is measured against pgbench on the same server in the same run, before and after. Lists,
search and queue are looked at as a clerk of one city and as one of its market bureau; first over
few cases, then over all, and the number of queries must be the same.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING
from uuid import UUID

from benchmarks.options import Options
from benchmarks.report import Result, Row
from benchmarks.server import own_server

if TYPE_CHECKING:
    from rongcheng.web.actor import Actor

FEW = 5_000
REQUESTS = 200
LIMIT_MS = 50.0
CREATION_GOAL = 100
STAFF = 8
DEPARTMENT = "market"


def run(options: Options) -> Result:
    """Measure creation, load the cases, and look at them."""
    with own_server():
        from benchmarks.case_creation import METRO, measure_creation
        from benchmarks.settlement import run_pgbench

        people = _register(max(options.people, 200))
        url = os.environ["DATABASE_URL"]
        first = run_pgbench(url, options.seconds)
        created = measure_creation(people, options.seconds, hand_over=False)
        handed = measure_creation(people, options.seconds, hand_over=True)
        tps = (first + run_pgbench(url, options.seconds)) / 2
        print(f"begun {created}, handed over {handed}, pgbench {tps:.0f}/s", flush=True)
        rows = [
            Row(
                "cases begun with two files of 100 kB, sealed, 4 processes, durable",
                f"{created.rate:.0f}/s (p50 {created.p50_ms:.1f} ms, p99 {created.p99_ms:.1f} ms)",
                f"pgbench TPC-B-like {tps:.0f}/s",
                f"{created.rate / tps:.3f}",
                f"≥ {CREATION_GOAL}/s",
            ),
            Row(
                "the same, and handed over to whoever decides",
                f"{handed.rate:.0f}/s (p50 {handed.p50_ms:.1f} ms, p99 {handed.p99_ms:.1f} ms)",
                f"pgbench TPC-B-like {tps:.0f}/s",
                f"{handed.rate / tps:.3f}",
                "reported",
            ),
        ]
        looked, figures = _looks(METRO, [person for person, _ in people], options.entries)
    figures |= {"created_rate": created.rate, "handed_rate": handed.rate, "pgbench_rate": tps}
    return Result("cases", rows + looked, figures)


def _register(each_city: int) -> list[tuple[UUID, str]]:
    """Register invented residents of every city; return their ids and ID numbers."""
    from benchmarks.case_creation import METRO
    from rongcheng.foundation.people.public import NewResident, register_residents
    from rongcheng.kernel.clock import get_clock
    from rongcheng.policy.editions import current_book
    from rongcheng.simulation.population import sample_residents

    today = get_clock().today()
    people = sample_residents(current_book(METRO), each_city=each_city, seed=11, on=today)
    ids = register_residents(
        METRO, [NewResident(p.name, p.id_number, p.city, p.district) for p in people]
    )
    return list(zip(ids, (p.id_number for p in people), strict=True))


def _looks(metro: str, people: list[UUID], count: int) -> tuple[list[Row], dict[str, float]]:
    from benchmarks.case_load import Town, load_cases
    from benchmarks.case_looks import PAGE as LEAST
    from benchmarks.case_looks import Clerk, count_queries, scans, time_looks
    from rongcheng.kernel.clock import get_clock
    from rongcheng.policy.editions import current_book

    book = current_book(metro)
    cities = [city.code for city in book.cities()]
    items = [item.id for item in book.government.items()]
    actors = [_staff(metro, cities[0], number) for number in range(STAFF)]
    way = {"decider": {"zh": "样例机关", "en": "Sample authority"}, "mode": {"zh": "", "en": ""}}
    way |= {"joint": [], "notes": [], "bases": []}
    today = get_clock().today()
    departments = [book.department_of(item, today) for item in items]
    own = [item for item in items if book.department_of(item, today) == DEPARTMENT]
    holders = [UUID(actor.id) for actor in actors]
    town = Town(metro, people, items, cities, holders, way, departments)
    load_cases(town, FEW)
    one_of = _staff(metro, cities[0], STAFF, DEPARTMENT)
    askers = {"clerk": (actors[0], items), f"clerk of {DEPARTMENT}": (one_of, own)}

    def clerk(word: str, least: int) -> Clerk:
        actor, asked = askers[word]
        return Clerk(actor, actor.label, asked, least=least)

    few = {word: count_queries(clerk(word, 1)) for word in askers}
    began = time.perf_counter()
    load_cases(town, count, already=FEW)
    print(f"loaded {count:,} cases in {time.perf_counter() - began:.0f} s", flush=True)
    before = scans()
    seen = {word: time_looks(clerk(word, LEAST), REQUESTS) for word in askers}
    after = scans()
    rows = [
        Row(
            f"{word}: {one.look}",
            f"p50 {one.p50_ms:.1f} ms, p95 {one.p95_ms:.1f} ms, max {one.most_ms:.1f} ms",
            f"{_span(one.queries)} queries; {_span(few[word][one.look])} at {FEW:,} cases",
            f"{one.p95_ms / LIMIT_MS:.2f}",
            "p95 ≤ 50 ms",
        )
        for word, looks in seen.items()
        for one in looks
    ]
    read_whole = [name for name in before if after[name] > before[name]]
    rows.append(
        Row(
            "tables of cases read whole by a look",
            ", ".join(read_whole) or "none",
            f"{count:,} cases",
            "",
            "none",
        )
    )
    return rows, {
        "cases": count,
        "worst_p95_ms": max(one.p95_ms for looks in seen.values() for one in looks),
    }


def _staff(metro: str, city: str, number: int, department: str = "") -> Actor:
    from rongcheng.foundation.people.public import add_staff, demo_account
    from rongcheng.web.actor import Actor

    login = f"bench-{number}"
    add_staff(
        metro=metro,
        name=login,
        role="clerk",
        city=city,
        login=login,
        department=department,
        demo=True,
    )
    staff = demo_account(login).staff
    assert staff is not None
    return Actor(
        "staff",
        str(staff.id),
        login,
        role="clerk",
        city=city,
        metro=metro,
        department=department,
    )


def _span(counts: list[int]) -> str:
    return str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
