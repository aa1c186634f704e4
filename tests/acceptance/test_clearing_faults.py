"""Kill -9 while windows close: web server, PostgreSQL and `rongcheng clear` itself, under load.

A run of `rongcheng clear` that died half-way is completed by the next, with the same answer.
"""

from __future__ import annotations

import subprocess
import sys
import time
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from rongcheng.kernel.clock import SHANGHAI
from tests.acceptance.test_faults import Hospitals, people_of, settled
from tests.plugins.live import LiveServer, live_server

METRO = "changzhutan"
VICTIMS = ("clear", "postgres", "web")
PATIENCE_S = 120.0
PAUSE_S = 0.6
LAWS = {
    "a netting that is not zero": """
        select a.entry_id from ledger_clearing_act a
          join ledger_posting p on p.entry_id = a.entry_id
          join ledger_account c on c.id = p.account_id and c.kind = 'net'
         where a.kind = 'net' group by a.entry_id having sum(p.amount_fen) <> 0""",
    "a window closed and not netted": """
        select w.seq from ledger_window w
         where w.metro = 'changzhutan' and w.closed_at is not null
           and not exists (select 1 from ledger_clearing_act a
                            where a.metro = w.metro and a.seq = w.seq and a.kind = 'net')""",
    "an entry that came late": """
        select e.id from ledger_entry e join ledger_window w on w.id = e.window_id
         where e.id > w.last_entry""",
    "a settlement and its reversal that are not zero": """
        select s.setl_id from health_settlement s join health_settlement r on r.reverses_id = s.id
         where (s.total_fen, s.fund_fen, s.account_fen, s.cash_fen)
            <> (-r.total_fen, -r.fund_fen, -r.account_fen, -r.cash_fen)""",
}


class Office:
    """The fund office: clears period after period, and finds what a killed run left."""

    def __init__(self, live: LiveServer, rounds: int) -> None:
        """Choose a day for each round, each after the last, none in the future."""
        self.live = live
        self.first = datetime.now(SHANGHAI).date() - timedelta(days=rounds + 2)
        self.takes = 0.0

    def words(self, number: int, folder: str) -> list[str]:
        """Return the command of a round."""
        until = (self.first + timedelta(days=number)).isoformat()
        out = str(self.live.folder / folder)
        return ["clear", "--metro", METRO, "--until", until, "--out", out]

    def clear(self, number: int, folder: str) -> tuple[str, dict[str, list[bytes]]]:
        """Clear a period for good; return what was said and the figures of the statements."""
        begun = time.monotonic()
        answer = self.live.command(*self.words(number, folder))
        self.takes = time.monotonic() - begun
        assert answer.returncode == 0, answer.stdout + answer.stderr
        sheets = Path(self.live.folder / folder).glob("*.xlsx")
        said = answer.stdout.replace(folder, "")
        return said, {sheet.name: figures_of(sheet) for sheet in sheets}

    def begin(self, number: int) -> subprocess.Popen[bytes]:
        """Begin to clear a period, to be killed or to lose its database."""
        words = [*self.words(number, f"broken-{number}"), "--data", str(self.live.data)]
        return subprocess.Popen(
            [sys.executable, "-m", "rongcheng.cli", *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self.live.environment(),
        )

    def windows(self) -> int:
        """Return how many windows are closed."""
        return len(self.ask("select 1 from ledger_window where closed_at is not null"))

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with psycopg.connect(self.live.database_url()) as connection:
            return connection.execute(sql).fetchall()


def figures_of(file: Path) -> list[bytes]:
    """Return what a workbook shows; when it was written lies elsewhere in it."""
    with zipfile.ZipFile(file) as book:
        names = sorted(name for name in book.namelist() if name.startswith("xl/"))
        return [book.read(name) for name in names]


def one_round(office: Office, number: int, random: Random) -> None:
    """Kill one of the three while a window closes, recover, complete, and check everything."""
    live, victim = office.live, VICTIMS[number % len(VICTIMS)]
    before = office.windows()
    running = office.begin(number)
    time.sleep(random.uniform(0.3, 1.0) * office.takes)
    if victim == "clear":
        running.kill()
    else:
        live.kill(victim)
    running.wait(PATIENCE_S)
    live.wait_until_ready()
    first = office.clear(number, f"first-{number}")
    assert office.clear(number, f"again-{number}") == first
    # However often it ran for this day, one window was closed.
    assert office.windows() == before + 1
    broken = {law: rows for law, sql in LAWS.items() if (rows := office.ask(sql))}
    assert broken == {}


def kill_while_clearing(rounds: int, seed: int) -> None:
    """Kill so many times, with settlements and reversals going on over HTTP."""
    random = Random(seed)
    with live_server() as live:
        office = Office(live, rounds)
        before = settled(live)
        office.clear(0, "before")
        people = people_of(live)
        with Hospitals(live, people, "CLEAR", back_every=3, pause_s=PAUSE_S) as hospitals:
            for number in range(1, rounds + 1):
                one_round(office, number, random)
        assert hospitals.faults == []
        added = {key: value for key, value in settled(live).items() if key not in before}
        told = {key: answer["settlement"] for key, answer in hospitals.acknowledged.items()}
        assert len(told) > rounds
        assert added == told
        # What a kill broke stays broken: one look at the end finds it.
        checked = live.command("verify")
        assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.faults
def test_three_kills_while_windows_close() -> None:
    kill_while_clearing(3, seed=3)


@pytest.mark.soak
def test_fifty_kills_while_windows_close() -> None:
    kill_while_clearing(50, seed=4)
