"""The restore drill: a backup under load, restored elsewhere, loses and doubles nothing."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from rongcheng.runtime.backup_file import dump_pieces, read_manifest
from rongcheng.runtime.binaries import find_installs
from rongcheng.runtime.children import start_child
from rongcheng.runtime.postgres import EmbeddedPostgres
from rongcheng.runtime.restoring import MARKER
from tests.acceptance.hospital import HospitalClient, visit
from tests.acceptance.test_faults import Hospitals, people_of, settled
from tests.acceptance.test_privacy import demo_people
from tests.plugins.live import LiveServer, live_server
from tests.runtime.waiting import wait_until

pytestmark = pytest.mark.faults

PAUSE_S = 0.1
LOAD_SECONDS = 1.5
REFUSED = (
    "update ledger_entry set kind = kind where id = (select min(id) from ledger_entry)",
    "delete from ledger_posting where id = (select min(id) from ledger_posting)",
    "update health_decision set kind = kind where id = (select min(id) from health_decision)",
    "delete from access_record where id = (select min(id) from access_record)",
    "delete from policy_policyedition",
)
TRIGGERS = """
select c.relname, t.tgname, t.tgdeferrable, t.tginitdeferred, t.tgenabled, t.tgtype
  from pg_trigger t join pg_class c on c.oid = t.tgrelid where not t.tgisinternal order by 1, 2
"""


class Drill:
    """A server under load, its backup, and what was acknowledged before the backup began."""

    def __init__(self, live: LiveServer) -> None:
        self.live = live
        self.file = live.folder / "drill.backup"
        self.keys = live.folder / "apart.json"
        live.wait_until_ready()
        with Hospitals(live, people_of(live), pause_s=PAUSE_S) as hospitals:
            time.sleep(LOAD_SECONDS)
            before = dict(hospitals.acknowledged)
            answer = live.command("backup", str(self.file))
            time.sleep(LOAD_SECONDS / 3)
        assert hospitals.faults == []
        assert answer.returncode == 0, answer.stdout + answer.stderr
        self.said = answer.stdout
        self.before = {key: answer["settlement"] for key, answer in before.items()}
        self.last = settled(live)
        # As the guide says: the key file is kept apart, for its owner's eyes only.
        self.keys.touch(mode=0o600)
        self.keys.write_bytes((live.data / "keys.json").read_bytes())

    def elsewhere(self, name: str) -> LiveServer:
        """Return a server that is not started, in a new folder beside the first one's."""
        folder = self.live.folder / name
        folder.mkdir(mode=0o711)
        return LiveServer(folder)


@pytest.fixture(scope="module")
def drill() -> Iterator[Drill]:
    """One drill for this file."""
    with live_server() as live:
        yield Drill(live)


def test_what_was_acknowledged_before_the_backup_is_there_once(drill: Drill) -> None:
    other = drill.elsewhere("restored")
    answer = other.command("restore", str(drill.file), "--keys", str(drill.keys))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Ledger and decisions are sound." in answer.stdout
    assert (other.data / "keys.json").stat().st_mode & 0o777 == 0o600
    with EmbeddedPostgres(other.data) as server, psycopg.connect(server.url) as connection:
        stored = settled(other)
        assert len(drill.before) > 10
        assert drill.before.items() <= stored.items() <= drill.last.items()
        assert len(stored) == read_manifest(drill.file).rows["public.health_settlement"]
        restored = connection.execute(TRIGGERS).fetchall()
        with psycopg.connect(drill.live.database_url()) as source:
            assert restored == source.execute(TRIGGERS).fetchall()
        assert len(restored) > 10
        for statement in REFUSED:
            with pytest.raises(psycopg.Error), connection.transaction():
                connection.execute(statement)
        assert settled(other) == stored
    again = other.command("verify")
    assert again.returncode == 0, again.stdout
    assert "Ledger and decisions are sound.\n" in again.stdout
    assert again.stdout.endswith("The chain of access records is sound.\n")
    serve_and_settle(other, len(stored))


def serve_and_settle(other: LiveServer, count: int) -> None:
    """Start the restored one: it sets nothing up anew, and its hospitals settle on."""
    try:
        other.start()
        assert "Setting up" not in other.output()
        assert len(settled(other)) == count
        with Hospitals(other, people_of(other), prefix="AFTER") as hospitals:
            time.sleep(0.5)
        assert hospitals.faults == []
        assert len(settled(other)) == count + len(hospitals.acknowledged)
    finally:
        other.stop()


def test_the_backup_is_private_and_holds_no_keys_and_no_id_number(drill: Drill) -> None:
    assert drill.file.stat().st_mode & 0o777 == 0o600
    assert "holds no keys" in drill.said
    program = find_installs()[0].program("pg_restore")
    dump = b"".join(dump_pieces(drill.file))
    plain = subprocess.run(
        [program, "--file=-"], input=dump, capture_output=True, check=True
    ).stdout
    assert b"health_settlement" in plain
    assert len(plain) > 500_000
    secrets = drill.keys.read_text().split('"')
    found = [person.id_number for person in demo_people(drill.live)]
    found += [text for text in secrets if len(text) > 30]
    assert len(found) > 20
    whole = plain + drill.file.read_bytes()
    for text in found:
        assert text.encode() not in whole
        # Bytes are written as hexadecimal digits in a dump.
        assert text.encode().hex().encode() not in whole


def test_a_second_backup_takes_no_name_that_is_taken(drill: Drill) -> None:
    before = drill.file.read_bytes()
    answer = drill.live.command("backup", str(drill.file))
    assert answer.returncode == 1
    assert "[runtime.E017]" in answer.stderr
    assert drill.file.read_bytes() == before


@pytest.mark.parametrize("moment", ["at the marker", "while filling"])
def test_a_restore_that_was_killed_is_taken_for_nothing_and_done_again(
    drill: Drill, moment: str
) -> None:
    other = drill.elsewhere(f"killed {moment}".replace(" ", "-"))
    kill_restore(drill, other, moment)
    if not (other.data / MARKER).exists():
        # On a slow day the kill came after the last row: then it must be whole.
        assert other.command("verify").returncode == 0
        return
    for words in (
        ("up", "--port", str(other.port)),
        ("verify",),
        ("backup", str(other.folder / "no")),
    ):
        refused = other.command(*words)
        assert refused.returncode == 1
        assert "[runtime.E025]" in refused.stderr
    answer = other.command("restore", str(drill.file), "--keys", str(drill.keys))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert not (other.data / MARKER).exists()
    assert other.command("verify").returncode == 0


def kill_restore(drill: Drill, other: LiveServer, moment: str) -> None:
    """Start a restore and kill it at its marker, or when it fills the database."""
    said = other.folder / "restore.log"
    words = ["restore", str(drill.file), "--keys", str(drill.keys), "--data", str(other.data)]
    with said.open("wb") as output:
        child = start_child(
            [sys.executable, "-u", "-m", "rongcheng.cli", *words],
            environment=other.environment(),
            output=output,
        )
    if moment == "at the marker":
        wait_until((other.data / MARKER).exists, "the marker")
    else:
        wait_until(lambda: "Restoring" in said.read_text(), "the filling")
        time.sleep(0.03)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()


def test_a_damaged_backup_touches_nothing(drill: Drill, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.backup"
    content = bytearray(drill.file.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(bytes(content))
    other = drill.elsewhere("damaged")
    answer = other.command("restore", str(damaged), "--keys", str(drill.keys))
    assert answer.returncode == 1
    assert "[runtime.E020]" in answer.stderr
    assert not other.data.exists()


def test_keys_rotate_under_load_and_an_old_backup_wants_its_old_keys(drill: Drill) -> None:
    assert read_manifest(drill.file).key_versions == [1]
    with StrictHospital(drill.live) as hospital:
        for act in ("rotate", "reseal"):
            answer = drill.live.command("keys", act)
            assert answer.returncode == 0, answer.stdout + answer.stderr
        count = len(hospital.settled)
        wait_until(lambda: len(hospital.settled) > count, "a settlement under the new key")
        # Its transactions wait behind the guard for a moment at most.
        retired = drill.live.command("keys", "retire", "1")
        assert retired.returncode == 0, retired.stdout + retired.stderr
        count = len(hospital.settled)
        wait_until(lambda: len(hospital.settled) > count, "a settlement after the old key")
    assert hospital.refused == []
    keys = json.loads((drill.live.data / "keys.json").read_text())
    assert (keys["current"], list(keys["keys"])) == (2, ["2"])
    assert (drill.live.data / "keys.json").stat().st_mode & 0o777 == 0o600
    other = drill.elsewhere("without-its-key")
    new_keys = str(drill.live.data / "keys.json")
    answer = other.command("restore", str(drill.file), "--keys", new_keys)
    assert answer.returncode == 1
    assert "[runtime.E032]" in answer.stderr
    assert not other.data.exists()


class StrictHospital:
    """A hospital that settles one visit after the other and never asks twice."""

    def __init__(self, live: LiveServer) -> None:
        self.client = HospitalClient(live)
        self.people = people_of(live)
        self.settled: list[str] = []
        self.refused: list[object] = []
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.work)

    def work(self) -> None:
        """Settle until told to end; whatever is not answered well is kept."""
        for serial in itertools.count():
            if self.ended.wait(0.05):
                return
            body = visit(f"STRICT-{serial:06d}", self.people[serial % len(self.people)])
            status, answer = self.client.call(body)
            if status == 200:
                self.settled.append(answer["settlement"])
            else:
                self.refused.append((status, answer))

    def __enter__(self) -> StrictHospital:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()
