"""The real thing: `rongcheng up` serves, survives kills, and shares its database with commands."""

from __future__ import annotations

import json
import os
import re
import signal
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest

from rongcheng.runtime.leftovers import start_time
from rongcheng.runtime.orphans import processes_in
from rongcheng.runtime.readiness import answers
from tests.plugins.live import LiveServer, live_server
from tests.runtime.waiting import wait_until

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def server() -> Iterator[LiveServer]:
    """One server for this file, set up from nothing; every test leaves it running."""
    with live_server("--apps", fresh=True) as found:
        yield found


def status_of(url: str) -> int:
    with urllib.request.urlopen(url, timeout=30) as response:
        return int(response.status)


def children_of(process: int) -> list[int]:
    """Return the processes whose parent is this one."""
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(word) for word in text.split()]


def test_the_home_page_and_the_health_page_answer(server: LiveServer) -> None:
    assert status_of(server.url + "/") == 200
    with urllib.request.urlopen(server.url + "/healthz", timeout=30) as response:
        assert json.load(response)["status"] == "ok"
    assert f"Rongcheng is ready: {server.url}" in server.output()


def test_secrets_in_the_data_folder_are_private(server: LiveServer) -> None:
    for name in ("keys.json", "postgres-password", "up.lock", "logs/web.log"):
        assert (server.data / name).stat().st_mode & 0o077 == 0
    arguments = Path(f"/proc/{server.pid('web')}/cmdline").read_text()
    secret = json.loads((server.data / "keys.json").read_text())["django_secret"]
    assert secret not in arguments


def test_a_resident_of_the_demonstration_signs_in_by_the_stand_in_of_her_app(
    server: LiveServer,
) -> None:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    wait_until(lambda: "city app ready" in app_log(server), "the stand-in")
    base = app_log(server).split()[-1]
    with browser.open(f"{server.url}/signin/app/changzhutan/430300", timeout=30) as page:
        address, shown = page.url, page.read().decode()
    assert address.startswith(f"{base}/430300/authorize?")
    number = re.findall(r'value="(\d+)">样例·林一<small>家在本市', shown)[0]
    with browser.open(address, f"person={number}".encode(), timeout=30) as page:
        assert page.url == f"{server.url}/me/settlements"
    with psycopg.connect(server.database_url()) as connection:
        row = connection.execute(
            "SELECT login, extra_data::text FROM socialaccount_socialaccount"
            " JOIN people_account ON people_account.id = user_id"
        ).fetchone()
    # The account of her card, not a second one; and nothing of what the app told.
    assert row == ("430300-0000", "{}")


def app_log(server: LiveServer) -> str:
    file = server.data / "logs" / "app.log"
    return file.read_text() if file.exists() else ""


@pytest.mark.parametrize("name", ["postgres", "web", "worker", "app"])
def test_a_killed_part_comes_back(server: LiveServer, name: str) -> None:
    before = server.kill(name)
    wait_until(lambda: is_back(server, name, before), f"{name} after its kill")
    wait_until(lambda: answers(server.url), "the page after the kill")
    assert status_of(server.url + "/") == 200


def is_back(server: LiveServer, name: str, before: int) -> bool:
    try:
        now = server.pid(name)
    except (FileNotFoundError, IndexError):
        return False
    return now != before and start_time(now) is not None


def test_a_killed_web_worker_is_replaced(server: LiveServer) -> None:
    main = server.pid("web")
    wait_until(lambda: len(children_of(main)) == 2, "two web workers")
    for number in children_of(main):
        os.kill(number, signal.SIGKILL)
        wait_until(partial(is_replaced, server, number), "its replacement")
        wait_until(lambda: answers(server.url), "the page after the kill")


def is_replaced(server: LiveServer, number: int) -> bool:
    running = running_workers(server)
    return len(running) == 2 and number not in running


def running_workers(server: LiveServer) -> list[int]:
    return [number for number in children_of(server.pid("web")) if start_time(number)]


def test_web_workers_end_with_their_main_process(server: LiveServer) -> None:
    workers = children_of(server.pid("web"))
    server.kill("web")
    wait_until(lambda: not any(start_time(number) for number in workers), "the workers' end")
    wait_until(lambda: answers(server.url), "the page after the kill")


def test_a_killed_up_starts_again_at_once_with_its_data(server: LiveServer) -> None:
    with psycopg.connect(server.database_url()) as connection:
        before = connection.execute("SELECT count(*) FROM ledger_entry").fetchone()
    server.kill("up")
    server.start()
    assert "Setting up" not in server.output().split("Rongcheng is ready")[1]
    with psycopg.connect(server.database_url()) as connection:
        assert connection.execute("SELECT count(*) FROM ledger_entry").fetchone() == before


def test_commands_use_the_running_database(server: LiveServer) -> None:
    found = server.command(
        "policy", "health.outpatient.ratio", "--at", "430100", "--on", "2026-01-01"
    )
    assert (found.returncode, found.stderr) == (0, "")
    assert "health.outpatient.ratio" in found.stdout
    assert answers(server.url)


def test_a_stored_decision_is_explained_in_full(server: LiveServer) -> None:
    with psycopg.connect(server.database_url()) as connection:
        row = connection.execute("SELECT min(id) FROM health_decision").fetchone()
    assert row is not None
    found = server.command("explain", row[0])
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.count("\n") > 5
    unknown = server.command("explain", "no-such-decision")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "no-such-decision" in unknown.stderr


def test_an_unknown_place_is_one_clear_line(server: LiveServer) -> None:
    found = server.command("policy", "health.outpatient.ratio", "--at", "9", "--on", "2026-01-01")
    assert found.returncode == 1
    assert found.stderr.count("\n") == 1
    assert "[commands.E002]" in found.stderr
    assert "430100" in found.stderr


def test_commands_start_the_database_while_nothing_runs(server: LiveServer) -> None:
    assert server.stop() == 0
    found = server.command("verify")
    assert "Ledger and decisions are sound.\n" in found.stdout
    assert found.stdout.endswith("The chain of access records is sound.\n")
    assert found.returncode == 0
    assert processes_in(server.data / "postgres") == []
    server.start()


def test_export_writes_a_pack_that_checks_clean(server: LiveServer, tmp_path: Path) -> None:
    found = server.command("export", "changzhutan", str(tmp_path / "pack"))
    assert found.returncode == 0
    with_status = server.command_without_data("check", str(tmp_path / "pack"))
    assert with_status.returncode == 0
    assert with_status.stdout == "No fault found.\n"


def test_a_credential_is_json_and_the_same_again_in_demo_mode(server: LiveServer) -> None:
    with psycopg.connect(server.database_url()) as connection:
        row = connection.execute("SELECT min(code) FROM institutions_institution").fetchone()
    assert row is not None
    first, second = (server.command("credential", row[0]) for _ in range(2))
    assert first.returncode == 0
    assert sorted(json.loads(first.stdout)) == ["access_key", "secret_key"]
    assert first.stdout == second.stdout


def test_a_folder_without_data_is_named(server: LiveServer) -> None:
    found = server.command_without_data("verify", "--data", str(server.folder / "nothing"))
    assert found.returncode == 1
    assert "[runtime.E009]" in found.stderr
    assert not (server.folder / "nothing").exists()
