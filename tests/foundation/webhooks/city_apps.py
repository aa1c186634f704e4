"""Three cities' apps that listen, reached over HTTP on loopback: in a thread, or a process."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from rongcheng.foundation.webhooks.models import Delivery
from rongcheng.foundation.webhooks.public import (
    Draft,
    MadeEndpoint,
    add_endpoint,
    move_endpoint,
    publish,
)
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.reference_app.engine import ReferenceApp
from rongcheng.reference_app.people import AppCity, Registry, registry_to_json
from rongcheng.reference_app.server import AppServer

METRO, TOPIC = "changzhutan", "sample.case"
CHANGSHA, ZHUZHOU, XIANGTAN = "430100", "430200", "430300"
CITIES = (CHANGSHA, ZHUZHOU, XIANGTAN)
SWITCH = "the-switch-of-a-test"
HAPPENED = datetime(2024, 4, 15, 11, 0, tzinfo=SHANGHAI)


def app_city(code: str, endpoint: str = "", secret: str = "") -> AppCity:
    """Return a city as the stand-in knows it."""
    return AppCity(
        metro=METRO,
        code=code,
        title={"zh": "样例应用", "en": "Sample app"},
        client_id="rongcheng",
        claims={"id_number": "id", "name": "name"},
        assurance=("acr", "real"),
        userinfo=False,
        algorithm="ES256",
        endpoint=endpoint,
        webhook_secret=secret,
    )


def draft(case: str, number: int, app: str = CHANGSHA, **data: Any) -> Draft:
    """Return the `number`-th message about a case."""
    told = {"state": number, **data}
    return Draft(METRO, app, TOPIC, case, f"msg_{app}_{case}_{number}", HAPPENED, told)


def tell(case: str, *numbers: int, apps: tuple[str, ...] = (CHANGSHA,)) -> None:
    """Put messages about a case in line."""
    publish([draft(case, number, app) for number in numbers for app in apps])


class Apps:
    """The running process and the subscriptions of its cities, by city."""

    def __init__(self, base: str, secret: str, endpoints: Mapping[str, str]) -> None:
        """Take where it answers."""
        self.port = int(base.rpartition(":")[2])
        self.secret = secret
        self.endpoints = endpoints

    def control(self, city: str, **form: str) -> dict[str, Any]:
        """Switch or ask something of one city's app; return what it heard."""
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        body = urlencode({"secret": self.secret, "city": city, **form})
        wire.request("POST", "/control", body)
        answer = wire.getresponse()
        said: dict[str, Any] = json.loads(answer.read())
        wire.close()
        assert answer.status == 200, said
        return said

    def heard(self, city: str) -> list[tuple[int, str]]:
        """Return numbers and cases of what an app took, as it came."""
        return [(position, key) for position, key, _ in self.control(city)["heard"]]


@contextmanager
def running_apps(*, core: str = "", topic: str = TOPIC) -> Iterator[Apps]:
    """Subscribe three cities' apps and serve them in a thread; `core` is where they ask."""
    made, registry = _subscribed(core, topic)
    with AppServer("127.0.0.1", 0, ReferenceApp(registry, SWITCH), control=SWITCH) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield _moved(server.base, SWITCH, made)
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def separate_apps(folder: Path, *, core: str = "", topic: str = TOPIC) -> Iterator[Apps]:
    """Do the same in a process of their own, as it runs beside a demonstration."""
    made, registry = _subscribed(core, topic)
    secret_file = folder / "city-app.json"
    words = ["-m", "rongcheng.reference_app.running", "--secret-file", str(secret_file)]
    process = subprocess.Popen(
        [sys.executable, *words, "--faults"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(registry_to_json(registry))
    process.stdin.close()
    try:
        line = process.stdout.readline()
        assert line.startswith("city app ready: "), line
        secret = str(json.loads(secret_file.read_text())["client_secret"])
        yield _moved(line.split()[-1], secret, made)
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def _subscribed(core: str, topic: str) -> tuple[dict[str, MadeEndpoint], Registry]:
    made = {code: add_endpoint(metro=METRO, app=code, url="", topics=[topic]) for code in CITIES}
    cities = {code: app_city(code, found.id, found.secret) for code, found in made.items()}
    return made, Registry(cities, (), core)


def _moved(base: str, secret: str, made: Mapping[str, MadeEndpoint]) -> Apps:
    """Lead the messages to where the apps listen now."""
    for code, found in made.items():
        move_endpoint(found.id, f"{base}/{code}/webhooks")
    return Apps(base, secret, {code: found.id for code, found in made.items()})


def states(endpoint: str) -> list[tuple[int, int]]:
    """Return numbers and states of an endpoint's messages, in order."""
    rows = Delivery.objects.filter(endpoint_id=endpoint).order_by("position")
    return [(row.position, row.state) for row in rows]


def no_advisory_lock_is_left() -> bool:
    """Say whether this connection holds no lock of a run any more."""
    with connection.cursor() as cursor:
        # Its own alone: other tests hold theirs in other databases of the same server.
        cursor.execute(
            "select count(*) from pg_locks"
            " where locktype = 'advisory' and granted and pid = pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0] == 0)
