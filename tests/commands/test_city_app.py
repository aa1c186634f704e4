"""`rongcheng city-app`: a stand-in for one's own people, and what it says when it cannot."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from rongcheng.commands.demo_app import demo_registry, with_subscriptions
from rongcheng.foundation.webhooks.public import list_endpoints, secrets_of
from rongcheng.reference_app.errors import PeopleUnusable
from rongcheng.reference_app.people import Registry, registry_of_json
from tests.foundation.webhooks.city_apps import app_city

METRO = Path(__file__).resolve().parents[2] / "metros" / "changzhutan"
LIN = {"name": "样例·林", "id_number": "430302199003079990", "city": "430300"}


def words(folder: Path, *more: str, people: object = (LIN,)) -> list[str]:
    (folder / "people.json").write_text(json.dumps(list(people)))  # type: ignore[call-overload]
    return [
        sys.executable,
        "-m",
        "rongcheng.cli",
        "city-app",
        "--pack",
        str(METRO),
        "--people",
        str(folder / "people.json"),
        "--secret-file",
        str(folder / "secret.json"),
        *more,
    ]


def test_it_serves_the_cities_of_a_pack_and_keeps_its_secret_private(tmp_path: Path) -> None:
    process = subprocess.Popen(words(tmp_path, "--port", "0"), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        base = process.stdout.readline().split()[-1]
        address = f"{base}/430300/.well-known/openid-configuration"
        with urllib.request.urlopen(address, timeout=20) as answer:
            assert json.load(answer)["issuer"] == f"{base}/430300"
        assert (tmp_path / "secret.json").stat().st_mode & 0o077 == 0
    finally:
        process.terminate()
        rest, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert rest == "city app ended\n"


def test_a_taken_port_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCHENG_LANG", "en")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            words(tmp_path, "--port", port), capture_output=True, text=True, timeout=60
        )
    assert (done.returncode, f"Port {port} is taken" in done.stderr) == (1, True), done.stderr


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([LIN | {"id_number": "430302199003079995"}], "an ID number is wrong"),
        ([{"name": "样例"}], "not the JSON agreed"),
        (["样例"], "not the JSON agreed"),
        (7, "not the JSON agreed"),
    ],
)
def test_a_faulty_list_says_what_is_wrong_and_shows_no_number(people: object, said: str) -> None:
    with pytest.raises(PeopleUnusable, match=said) as refused:
        registry_of_json(json.dumps({"cities": [], "people": people}))
    assert "4303021990" not in str(refused.value)


@pytest.mark.django_db
def test_before_the_first_day_the_demonstration_has_nobody() -> None:
    assert demo_registry().people == ()


@pytest.mark.django_db
def test_the_demonstrations_apps_are_subscribed_once_whatever_their_port(settings: Any) -> None:
    settings.RONGCHENG_DEMO = True
    registry = Registry({"430100": app_city("430100")}, ())
    first = with_subscriptions(registry, 8001, "http://127.0.0.1:8000")
    assert first.core == "http://127.0.0.1:8000"
    told = first.cities["430100"]
    assert secrets_of(told.endpoint) == (told.webhook_secret,)
    again = with_subscriptions(registry, 8002, "http://127.0.0.1:8000")
    assert again.cities == first.cities
    (endpoint,) = list_endpoints()
    assert endpoint.url == "http://127.0.0.1:8002/430100/webhooks"
    assert told.webhook_secret not in repr(first)
