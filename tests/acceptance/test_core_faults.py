"""Kill -9 under load where a pool has its own core: both sets of books agree to the fen."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from tests.acceptance.hospital import PATH, HospitalClient, visit
from tests.plugins.live import LiveServer, live_server
from tests.services.health.conftest import XIANGTAN
from tests.services.health.cores.conftest import mixed_pack
from tests.services.health.cores.core_process import CoreProcess

CLIENTS = 4
PARTS = ("web", "core", "worker")
END_S = 180.0
Json = dict[str, Any]
Change = tuple[str, str, str]


class Counters:
    """Clients that settle, take back and sometimes go without the answer."""

    def __init__(self, live: LiveServer, people: list[str], *, pause_s: float = 0.0) -> None:
        self.client = HospitalClient(live)
        self.people = people
        self.pause_s = pause_s
        self.ended = threading.Event()
        self.acknowledged: dict[str, Json] = {}
        self.left: set[str] = set()
        self.faults: list[BaseException] = []
        self.threads = [threading.Thread(target=self.work, args=(n,)) for n in range(CLIENTS)]

    def work(self, number: int) -> None:
        """Serve one person after the other until told to end."""
        random = Random(number)
        serial = 0
        try:
            while not self.ended.wait(self.pause_s):
                serial += 1
                request_id = f"CORE-{number}-{serial:06d}"
                self.serve(visit(request_id, random.choice(self.people), 400), random)
        except BaseException as fault:
            self.faults.append(fault)

    def serve(self, body: Json, random: Random) -> None:
        """Settle a visit and perhaps take it back; whoever waits retries until it is answered."""
        request_id = body["request_id"]
        if random.random() < 0.2:
            self.left.add(request_id)
            self.client.leave(body, random.uniform(0.005, 0.1))
            return
        settled = self.client.settle_for_sure(body)
        self.acknowledged[request_id] = settled
        if random.random() < 0.4:
            path = f"{PATH}/{settled['settlement']}/reversal"
            back = {
                "request_id": f"{request_id}-BACK",
                "psn_no": body["psn_no"],
                "visit": settled["visit"],
            }
            self.acknowledged[back["request_id"]] = self.client.settle_for_sure(back, path=path)

    def __enter__(self) -> Counters:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join()


def cores_setting(core: CoreProcess, give_up_minutes: int) -> dict[str, str]:
    """Return the environment that says where the pool's core is."""
    row = {
        "url": f"http://127.0.0.1:{core.port}/core",
        "access_key": json.loads(core.keys.read_text())["access_key"],
        "secret_file": str(core.keys),
        "timeout_ms": 2_000,
        "give_up_minutes": give_up_minutes,
    }
    return {"RONGCHENG_CORES": json.dumps({XIANGTAN: row})}


def changed_pack(folder: Path, pack: Path, change: Change) -> Path:
    """Return a copy of a pack with one text of one file changed."""
    copied = Path(shutil.copytree(pack, folder / pack.name))
    file, text, other = change
    before = (copied / file).read_text("utf-8")
    assert text in before
    (copied / file).write_text(before.replace(text, other), "utf-8")
    return copied


@contextlib.contextmanager
def metro_with_a_core(change: Change | None = None) -> Iterator[tuple[LiveServer, CoreProcess]]:
    """Start a metro of which one pool is decided by a `rongcheng core` of its own.

    `change` makes the core's edition another one than ours: a file of the pack, a text, another.
    """
    folder = Path(tempfile.mkdtemp(prefix="rcc-", dir="/tmp"))
    folder.chmod(0o711)
    pack = mixed_pack(folder / "changzhutan")
    own = pack if change is None else changed_pack(folder / "own", pack, change)
    core = CoreProcess(folder, XIANGTAN, own)
    try:
        core.start()
        # Long: nobody's call is given up while she still waits for it.
        settings = cores_setting(core, 60)
        with live_server("--metro", str(pack), settings=settings) as live:
            yield live, core
    finally:
        core.stop()
        shutil.rmtree(folder, ignore_errors=True)


def people_of(live: LiveServer) -> list[str]:
    with psycopg.connect(live.database_url()) as connection:
        rows = connection.execute(
            "select psn_no from people_insurance where pool = %s and status = '1'"
            " order by 1 limit 20",
            [XIANGTAN],
        )
        return [row[0] for row in rows]


def stored(live: LiveServer) -> list[Json]:
    """Return every settlement of the pool, in the order it was made."""
    with psycopg.connect(live.database_url()) as connection:
        cursor = connection.execute(
            "select * from health_settlement where insured_pool = %s order by id", [XIANGTAN]
        )
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def open_calls(live: LiveServer) -> int:
    with psycopg.connect(live.database_url()) as connection:
        row = connection.execute(
            "select count(*) from health_corecall where state in (1, 2, 3, 4, 7)"
        ).fetchone()
        assert row is not None
        return int(row[0])


def catching_up(live: LiveServer, **settings: str) -> subprocess.Popen[bytes]:
    """Begin `rongcheng catch-up`."""
    return subprocess.Popen(
        [sys.executable, "-m", "rongcheng.cli", "catch-up", "--data", str(live.data)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=live.environment() | settings,
    )


def kill(part: str, live: LiveServer, core: CoreProcess, random: Random) -> None:
    """Kill one part and have it back; with the worker, a catching up that is under way."""
    if part == "web":
        live.kill("web")
    elif part == "core":
        core.kill()
        time.sleep(random.uniform(0.1, 1.0))
        core.start()
    else:
        catching = catching_up(live)
        time.sleep(random.uniform(0.8, 2.0))
        live.kill("worker")
        catching.kill()
        catching.wait()
    live.wait_until_ready()


def kill_and_check(kills: int, seed: int, *, pause_s: float = 0.0) -> dict[str, int]:
    """Kill parts in turn under load, bring all back, and return what was done."""
    random = Random(seed)
    with metro_with_a_core() as (live, core):
        known = {row["request_id"] for row in stored(live)}
        with Counters(live, people_of(live), pause_s=pause_s) as counters:
            for number in range(kills):
                time.sleep(random.uniform(0.5, 1.5))
                kill(PARTS[number % len(PARTS)], live, core, random)
            time.sleep(1.0)
        assert counters.faults == []
        # Whoever went without an answer does not come back: all that is given up at once.
        deadline = time.monotonic() + END_S
        while open_calls(live):
            assert time.monotonic() < deadline
            catching_up(live, **cores_setting(core, 0)).wait()
        check_books(live, core, counters, known)
        assert len(counters.acknowledged) > kills
        return {
            "acknowledged": len(counters.acknowledged),
            "left": len(counters.left),
            "standing": len(core.standing()),
            "journal": len(core.records()),
        }


def check_books(live: LiveServer, core: CoreProcess, counters: Counters, known: set[str]) -> None:
    """Check that ledger and journal say the same, and everything acknowledged stands once."""
    rows = stored(live)
    made = {row["request_id"]: row["setl_id"] for row in rows if row["request_id"] not in known}
    told = {key: answer["settlement"] for key, answer in counters.acknowledged.items()}
    assert len({row["request_id"] for row in rows}) == len(rows)
    assert {key: made.get(key) for key in told} == told
    assert set(made) - set(told) <= counters.left
    gone = {row["reverses_id"] for row in rows if row["reverses_id"] is not None}
    standing = core.standing()
    ours = {
        row["setl_id"]: row for row in rows if row["reverses_id"] is None and row["id"] not in gone
    }
    assert set(ours) == set(standing)
    for key, amounts in standing.items():
        assert {name: ours[key][name] for name in amounts} == amounts, key
    keys = [record["key"] for record in core.records()]
    assert len(keys) == len(set(keys))
    undone = [record["of"] for record in core.records() if record["op"] == "reverse"]
    assert len(undone) == len(set(undone))
    checked = live.command("verify")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.faults
def test_three_kills_around_a_core_lose_and_double_nothing() -> None:
    kill_and_check(3, seed=3, pause_s=0.1)


@pytest.mark.soak
def test_fifty_kills_around_a_core_lose_and_double_nothing() -> None:
    kill_and_check(50, seed=4)
