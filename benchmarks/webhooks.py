"""An hour's outage of a city's app, and what came after it (推送积压): nothing lost, in order.

Fifty events a second for an hour: told by the outbox, kept in line, tried in vain. Then the app is
back, in a process of its own, and the one run of delivery empties the line.
The yardstick is the same signed messages over the same kept lines with nothing noted down.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.options import Options
from benchmarks.report import Result, Row
from benchmarks.server import own_server

if TYPE_CHECKING:
    from rongcheng.foundation.outbox.public import Event

OUTAGE_S, PER_SECOND = 3_600, 50
CASES = 6_000
YARDSTICK = 10_000
GOAL = 500
METRO, APP, TOPIC = "changzhutan", "430100", "benchmark.case"

EMIT = """
-- What an hour brings: each case moves again and again, one event after the other.
insert into outbox_event (topic, key, payload)
select %(topic)s, 'C' || (n %% %(cases)s), jsonb_build_object('seq', n / %(cases)s)
  from generate_series(0, %(events)s - 1) n order by n
"""


class Heard(NamedTuple):
    """What the app says in the end: how many, how many of them twice or out of order."""

    taken: int
    repeated: int
    disordered: int


def run(options: Options) -> Result:
    """Return how fast events come into line, and how fast the line is emptied."""
    events = min(OUTAGE_S * PER_SECOND, options.rows)
    with own_server(), tempfile.TemporaryDirectory() as folder:
        from rongcheng.foundation.webhooks.public import deliver, switch_endpoint

        endpoint, app = _subscribe(Path(folder))
        told = _tell(events)
        deliver()
        with app.running():
            began, taken = time.perf_counter(), 0
            while taken < events:
                # The server's own job may not send to this machine and lets the address rest;
                # switched on, it is due at once. One long run then keeps that job away.
                switch_endpoint(endpoint, on=True)
                taken += deliver(OUTAGE_S).taken
            drained = events / (time.perf_counter() - began)
            heard = app.heard()
            plain = app.plain_rate(min(YARDSTICK, events))
    assert heard == Heard(events, 0, 0), heard
    rows = [
        Row(
            f"{events:,} events of an hour's outage drained, in order per case, none lost",
            f"{drained:,.0f}/s",
            f"signed and sent with nothing noted {plain:,.0f}/s",
            f"{drained / plain:.2f}",
            f"≥ {GOAL}/s",
        ),
        Row("events told by the outbox into line", f"{told:,.0f}/s", goal=f"≥ {PER_SECOND}/s"),
    ]
    return Result("webhooks", rows, {"drained": drained, "plain": plain, "told": told})


def _tell(events: int) -> float:
    """Let the outbox put everything into line, as beside the outage; return events a second."""
    from django.db import connection

    from rongcheng.foundation.outbox.public import drain, register

    register(TOPIC, _into_line)
    with connection.cursor() as cursor:
        cursor.execute(EMIT, {"topic": TOPIC, "cases": CASES, "events": events})
    began, told = time.perf_counter(), 0
    while told < events:
        told += drain(10_000)
    return events / (time.perf_counter() - began)


def _into_line(events: Sequence[Event]) -> None:
    from rongcheng.foundation.webhooks.public import Draft, publish

    publish(
        [
            Draft(
                METRO,
                APP,
                TOPIC,
                event.key,
                f"msg_{event.id}",
                event.created_at,
                {"seq": event.payload["seq"], "state": "in_review", "waits_for": "city"},
            )
            for event in events
        ]
    )


class _App:
    """The city's app: its own process on a port that was free, and its switch."""

    def __init__(self, folder: Path, port: int, told: str) -> None:
        self._secret_file, self._port, self._told = folder / "app.json", port, told

    @contextmanager
    def running(self) -> Iterator[None]:
        words = [sys.executable, "-m", "rongcheng.reference_app.running", "--faults"]
        words += ["--port", str(self._port), "--secret-file", str(self._secret_file)]
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(self._told)
        process.stdin.close()
        try:
            assert process.stdout.readline().startswith("city app ready")
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)

    def heard(self) -> Heard:
        """Return what the app took, and whether every case went forwards."""
        report = self._control()
        last: dict[str, int] = defaultdict(int)
        disordered = 0
        for position, key, _ in report["heard"]:
            disordered += position < last[key]
            last[key] = position
        assert report["complete_until"] == len(report["heard"])
        return Heard(len(report["heard"]), report["repeated"], disordered)

    def plain_rate(self, messages: int) -> float:
        """Return how many new messages a second go out when nothing is noted down."""
        import json
        from queue import SimpleQueue

        from rongcheng.foundation.webhooks.figures import figures
        from rongcheng.foundation.webhooks.lanes import Lanes, Message, Sent

        city = json.loads(self._told)["cities"][0]
        results: SimpleQueue[Sent] = SimpleQueue()
        url = f"http://127.0.0.1:{self._port}/{APP}/webhooks"
        lanes = Lanes(url, [city["webhook_secret"]], figures(), results, float("inf"))
        body = {"position": 0, "data": {"seq": 0, "state": "in_review", "waits_for": "city"}}
        batch = [
            Message(n, "", f"plain_{n}", f"P{n}", json.dumps(body | {"key": f"P{n}"}).encode(), 0)
            for n in range(messages)
        ]
        began = time.perf_counter()
        lanes.send(batch)
        for _ in batch:
            assert results.get().tried.kind.name == "TAKEN"
        rate = messages / (time.perf_counter() - began)
        lanes.end()
        return rate

    def _control(self) -> dict[str, Any]:
        import json
        import urllib.parse
        import urllib.request

        secret = json.loads(self._secret_file.read_text())["client_secret"]
        form = urllib.parse.urlencode({"secret": secret, "city": APP}).encode()
        with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/control", form) as answer:
            found: dict[str, Any] = json.loads(answer.read())
        return found


def _subscribe(folder: Path) -> tuple[str, _App]:
    import socket

    from django.conf import settings

    from rongcheng.foundation.webhooks.public import add_endpoint
    from rongcheng.reference_app.people import AppCity, Registry, registry_to_json

    settings.RONGCHENG_DEMO = True
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}/{APP}/webhooks"
    made = add_endpoint(metro=METRO, app=APP, url=url, topics=[TOPIC])
    title, claims = {"zh": "样例", "en": "sample"}, {"id_number": "id", "name": "name"}
    city = AppCity(METRO, APP, title, "c", claims, ("acr", "x"), False, "ES256")
    city = city._replace(endpoint=made.id, webhook_secret=made.secret)
    return made.id, _App(folder, port, registry_to_json(Registry({APP: city}, ())))
