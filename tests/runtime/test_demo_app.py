"""The stand-in of the cities' apps: in a demonstration, beside the pages' port, or not at all."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from rongcheng.runtime import demo_app
from rongcheng.runtime.demo_app import app_command, app_environment, find_app_port
from rongcheng.runtime.plan import UpOptions

SHOWN = UpOptions(data_folder=Path("/srv/data"), port=8000, demo=True, apps=True)


@pytest.fixture(autouse=True)
def no_real_apps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RONGCHENG_APPS", raising=False)


def test_it_stands_on_the_next_free_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = find_app_port(SHOWN._replace(port=port - 1), "127.0.0.1")
        assert port < found <= port + 99


@pytest.mark.parametrize(
    ("options", "host"),
    [
        (SHOWN._replace(apps=False), "127.0.0.1"),
        (SHOWN._replace(demo=False), "127.0.0.1"),
        (SHOWN, "192.0.2.7"),
        (SHOWN, "::1"),
    ],
)
def test_it_is_left_out_where_it_is_not_wanted_or_not_reachable(
    options: UpOptions, host: str
) -> None:
    assert find_app_port(options, host) == 0


def test_real_apps_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCHENG_APPS", "/srv/apps.json")
    assert find_app_port(SHOWN, "127.0.0.1") == 0


def test_without_a_free_port_everything_else_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_app, "free_port_after", lambda *words: 0)
    assert find_app_port(SHOWN, "127.0.0.1") == 0
    assert app_command(SHOWN, "127.0.0.1", 0) == ()
    assert app_environment(SHOWN, 0) == {}


def test_pages_and_stand_in_are_told_of_one_address_and_one_secret() -> None:
    told = json.loads(app_environment(SHOWN, 8001)["RONGCHENG_APPS"])
    assert told == {
        "*": {"issuer": "http://127.0.0.1:8001/{city}", "secret_file": "/srv/data/city-app.json"}
    }
    words = app_command(SHOWN, "0.0.0.0", 8001)
    assert words[3:] == (
        "demo-app",
        "--host",
        "0.0.0.0",
        "--port",
        "8001",
        "--secret-file",
        "/srv/data/city-app.json",
        "--core",
        "http://127.0.0.1:8000",
    )
