"""Loads a big data set (大数据集入库): residents, settlements, ledger and windows, all consistent.

For an empty database of its own. Histories are decided by the rules, sealed rows are sealed, and
`rongcheng verify` finds nothing; access records, events and notices of the past are left out.
"""

from __future__ import annotations

import multiprocessing
import pickle
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import django
import psycopg

from benchmarks.big.deciding import histories_of
from benchmarks.big.histories import History, World, make_world
from benchmarks.big.indexes import put_back, take_off
from benchmarks.big.inserts import BY_MONTH, TEMPLATES, WHOLE
from benchmarks.big.sealing import Sample, Work, copy_decisions, copy_residents
from benchmarks.big.templates import AID_ACCOUNTS, OWN_ACCOUNTS, Plan, plan_of
from benchmarks.big.windows import close_windows
from rongcheng.simulation.data_set.file import DataSet, portions

WORKERS = 2
TABLES = [
    "people_resident", "people_insurance", "people_identity", "ledger_account", "ledger_entry",
    "ledger_posting", "ledger_personal_balance", "health_visit", "health_stay",
    "health_settlement", "health_chargeline", "health_decision", "health_yeartotals",
    "health_monthtotals", "health_admissiontotals", "health_maternitytotals",
    "health_specialdiseasegrant",
]  # fmt: skip
_NOT_EMPTY = "select exists (select from people_resident) or exists (select from ledger_entry)"
# Triggers and checks between tables rest while the server makes rows that fit by construction.
_LOADING = "set session_replication_role = replica; set work_mem = '256MB'; set jit = off"


class Size(NamedTuple):
    """How many residents and settlements, from how many histories that were really decided."""

    residents: int
    settlements: int
    histories: int
    seed: int = 7


class NotEmpty(Exception):
    """The database holds somebody's records already; a benchmark never loads into it."""


def load(url: str, folder: Path, size: Size) -> None:
    """Load everything; Django is set up and the tables and policy are there."""
    with psycopg.connect(url) as at:
        if at.execute(_NOT_EMPTY).fetchone() != (False,):
            raise NotEmpty
    copies = -(-size.residents // size.histories)
    with timed("histories decided"):
        histories = decide(size)
        plan = plan_of(histories, copies, copies * len(histories))
    work = Work(url, str(folder / "templates.pickle"), copies, len(histories))
    with timed("templates stored"):
        _store(url, plan)
        _pickle(Path(work.file), plan, histories)
    take_off(url, TABLES)
    params = {
        "copies": copies,
        "residents": len(histories),
        "metros": list(plan.metros),
        "own": OWN_ACCOUNTS,
        "aid": AID_ACCOUNTS,
    }
    months = list(range(len(plan.last_of_month)))
    with timed("residents and decisions sealed"):
        _sealed(work, copies, months)
    for table, statements in BY_MONTH.items():
        with timed(table):
            jobs = [(word, params | {"month": month}) for month in months for word in statements]
            _run_all(url, jobs)
    with timed("people, totals, balances"):
        _run_all(url, [(word, params) for word in WHOLE])
    with timed("indexes and keys"):
        put_back(url, WORKERS, lambda words: None)
    with timed("sequences, vacuum, analyze"):
        _settle_down(url)
    with timed("windows closed and netted"):
        close_windows(plan.metros, plan.last_of_month)
    Path(work.file).unlink()


def decide(size: Size) -> list[History]:
    """Return the histories, each decided by the rules, with birthdays that no two share."""
    visits = size.settlements * size.histories // size.residents
    found: list[History] = []
    with _processes() as pool:
        parts = size.histories // 1000 or 1
        wanted = DataSet(size.histories // parts, visits // parts, size.seed)
        jobs = [pool.submit(_decide, wanted._replace(seed=size.seed + n)) for n in range(parts)]
        for job in jobs:
            found += job.result()
    return found


def _processes() -> ProcessPoolExecutor:
    """Return processes of their own, which know Django before they read anything of ours."""
    return ProcessPoolExecutor(
        WORKERS, multiprocessing.get_context("spawn"), initializer=django.setup
    )


def _decide(wanted: DataSet) -> list[History]:
    world = make_world()
    return [one for table in portions(wanted) for one in histories_of(world, table)]


def _pickle(file: Path, plan: Plan, histories: Sequence[History]) -> None:
    """Keep what the sealing processes need: decisions by month, and the residents."""
    texts: dict[int, list[Any]] = {number: [] for number in range(len(plan.last_of_month))}
    for row in plan.rows["bill"]:
        if row[0] in plan.texts:
            found, bill, number = plan.texts[row[0]]
            texts[row[2]].append((found, bill.at, number))
    people = _samples(make_world(), plan, histories)
    file.write_bytes(pickle.dumps({"texts": texts, "people": people}))


def _samples(world: World, plan: Plan, histories: Sequence[History]) -> list[Sample]:
    taken: set[tuple[str, int]] = set()
    found = []
    for row, history in zip(plan.rows["person"], histories, strict=True):
        book = world.books[history.row["insured_pool"]]
        city = book.city(book.pool(history.row["insured_pool"]).city)
        born = row[11].toordinal()
        while (book.metro, born) in taken:
            born -= 1
        taken.add((book.metro, born))
        districts = tuple(district.code for district in city.districts)
        found.append(Sample(book.metro, city.code, districts, row[11].fromordinal(born)))
    return found


def _store(url: str, plan: Plan) -> None:
    with psycopg.connect(url) as at, at.cursor() as cursor:
        cursor.execute(_LOADING)
        cursor.execute(TEMPLATES)
        for name, rows in plan.rows.items():
            with cursor.copy(f"copy bench_{name} from stdin") as copy:
                for row in rows:
                    copy.write_row(row)
        cursor.execute("create index on bench_bill (month)")
        cursor.execute("create index on bench_line (at)")
        cursor.execute("create index on bench_posting (at)")
        cursor.execute("analyze")
        with cursor.copy("copy ledger_account (code, id, kind) from stdin") as copy:
            for code, number in plan.accounts.items():
                copy.write_row((code, number, code.partition(":")[0]))


def _sealed(work: Work, copies: int, months: Sequence[int]) -> None:
    step = max(1, copies // 16)
    with _processes() as pool:
        jobs = [
            pool.submit(copy_residents, work, low, min(low + step, copies))
            for low in range(0, copies, step)
        ]
        jobs += [pool.submit(copy_decisions, work, month) for month in months]
        for job in jobs:
            job.result()


def _run_all(url: str, jobs: Sequence[tuple[str, dict[str, Any]]]) -> None:
    def run(job: tuple[str, dict[str, Any]]) -> None:
        words, params = job
        with psycopg.connect(url) as at, psycopg.ClientCursor(at) as cursor:
            cursor.execute(_LOADING)
            cursor.execute(words, params)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(run, jobs))


def _settle_down(url: str) -> None:
    """Set the numbers that come next, drop the templates, and let the planner know the tables."""
    with psycopg.connect(url, autocommit=True) as at:
        for table in TABLES:
            at.execute(
                """do $$ declare s text := null; begin
                     begin s := pg_get_serial_sequence('TABLE', 'id');
                     exception when undefined_column then s := null; end;
                     if s is not null and s not like '%ledger_entry%' then
                       execute format('select setval(%L, (select max(id) from TABLE) + 1)', s);
                     end if; end $$""".replace("TABLE", table)
            )
        at.execute("select setval('ledger_entry_id_seq', (select max(id) from ledger_entry))")
        names = ("bill", "line", "posting", "person", "year", "month", "stay", "pregnancy")
        for name in (*names, "grant", "identity", "ddl"):
            at.execute(f"drop table bench_{name}")
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda table: _vacuum(url, table), TABLES))


def _vacuum(url: str, table: str) -> None:
    with psycopg.connect(url, autocommit=True) as at:
        at.execute("set maintenance_work_mem = '256MB'")
        at.execute(f"vacuum (analyze, parallel 0) {table}")


@contextmanager
def timed(what: str, say: Callable[[str], None] = print) -> Any:
    """Say how long a step took."""
    began = time.perf_counter()
    yield
    say(f"  {what}: {time.perf_counter() - began:.1f} s")
