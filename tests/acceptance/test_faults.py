"""Kill -9 under load: every acknowledged settlement stands once, and the books stay whole."""

from __future__ import annotations

import threading
import time
from random import Random
from typing import Any

import psycopg
import pytest

from tests.acceptance.hospital import HospitalClient, visit
from tests.plugins.live import LiveServer, live_server

CLIENTS = 4
PARTS = ("postgres", "web", "up")


class Hospitals:
    """Clients that settle visits one after the other and keep what was acknowledged."""

    def __init__(self, live: LiveServer, people: list[str], prefix: str = "FAULT") -> None:
        self.client = HospitalClient(live)
        self.prefix = prefix
        self.people = people
        self.ended = threading.Event()
        self.acknowledged: dict[str, dict[str, Any]] = {}
        self.faults: list[BaseException] = []
        self.threads = [threading.Thread(target=self.work, args=(n,)) for n in range(CLIENTS)]

    def work(self, number: int) -> None:
        """Settle until told to end; each visit is retried until it is acknowledged."""
        random = Random(number)
        serial = 0
        try:
            while not self.ended.is_set():
                request_id = f"{self.prefix}-{number}-{serial:06d}"
                body = visit(request_id, random.choice(self.people))
                self.acknowledged[request_id] = self.client.settle_for_sure(body)
                serial += 1
        except BaseException as fault:
            self.faults.append(fault)

    def __enter__(self) -> Hospitals:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join()


def people_of(live: LiveServer) -> list[str]:
    with psycopg.connect(live.database_url()) as connection:
        rows = connection.execute(
            "select i.psn_no from people_insurance i join people_resident r"
            " on r.id = i.resident_id where r.metro = 'changzhutan' order by 1 limit 30"
        )
        return [row[0] for row in rows]


def kill_and_check(kills: int, seed: int) -> None:
    random = Random(seed)
    with live_server() as live:
        before = settled(live)
        with Hospitals(live, people_of(live)) as hospitals:
            for number in range(kills):
                time.sleep(random.uniform(0.5, 1.5))
                part = PARTS[number % len(PARTS)]
                live.kill(part)
                if part == "up":
                    live.start()
                live.wait_until_ready()
            time.sleep(1.0)
        assert hospitals.faults == []
        stored = settled(live)
        added = {key: value for key, value in stored.items() if key not in before}
        told = {key: answer["settlement"] for key, answer in hospitals.acknowledged.items()}
        assert len(told) > kills
        assert added == told
        checked = live.command("verify")
        assert checked.returncode == 0, checked.stdout + checked.stderr


def settled(live: LiveServer) -> dict[str, str]:
    """Return settlement by request, and assert that no request settled twice."""
    with psycopg.connect(live.database_url()) as connection:
        rows = connection.execute("select request_id, setl_id from health_settlement").fetchall()
    assert len(rows) == len(dict(rows))
    return dict(rows)


@pytest.mark.faults
def test_three_kills_under_load_lose_and_double_nothing() -> None:
    kill_and_check(3, seed=1)


@pytest.mark.soak
def test_fifty_kills_under_load_lose_and_double_nothing() -> None:
    kill_and_check(50, seed=2)
