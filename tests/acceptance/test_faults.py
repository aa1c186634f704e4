"""Kill -9 under load: every acknowledged settlement stands once, and the books stay whole."""

from __future__ import annotations

import threading
import time
from random import Random
from typing import Any

import psycopg
import pytest

from tests.acceptance.hospital import PATH, HospitalClient, visit
from tests.plugins.live import LiveServer, live_server

CLIENTS = 4
PARTS = ("postgres", "web", "up")


class Hospitals:
    """Clients that settle visits one after the other and keep what was acknowledged.

    With `back_every`, each so many-th settlement is taken back at once; `pause_s` lies between
    two visits, where a test is about something else than the load.
    """

    def __init__(
        self,
        live: LiveServer,
        people: list[str],
        prefix: str = "FAULT",
        *,
        back_every: int = 0,
        pause_s: float = 0.0,
    ) -> None:
        self.client = HospitalClient(live)
        self.back_every = back_every
        self.pause_s = pause_s
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
            while not self.ended.wait(self.pause_s):
                request_id = f"{self.prefix}-{number}-{serial:06d}"
                body = visit(request_id, random.choice(self.people))
                answer = self.client.settle_for_sure(body)
                self.acknowledged[request_id] = answer
                serial += 1
                if self.back_every and serial % self.back_every == 0:
                    self.take_back(request_id, body["psn_no"], answer)
        except BaseException as fault:
            self.faults.append(fault)

    def take_back(self, request_id: str, psn_no: str, settled: dict[str, Any]) -> None:
        """Reverse a settlement; retried until it is acknowledged."""
        back_id = f"{request_id}-BACK"
        body = {"request_id": back_id, "psn_no": psn_no, "visit": settled["visit"]}
        path = f"{PATH}/{settled['settlement']}/reversal"
        self.acknowledged[back_id] = self.client.settle_for_sure(body, path=path)

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


def kill_and_check(kills: int, seed: int, *, pause_s: float = 0.0) -> None:
    random = Random(seed)
    with live_server() as live:
        before = settled(live)
        with Hospitals(live, people_of(live), pause_s=pause_s) as hospitals:
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
    # Some forty visits a second; the full load, which others here would feel, is the soak's.
    kill_and_check(3, seed=1, pause_s=0.2)


@pytest.mark.soak
def test_fifty_kills_under_load_lose_and_double_nothing() -> None:
    kill_and_check(50, seed=2)
