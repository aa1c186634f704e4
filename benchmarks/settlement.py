"""Durable settlements over HTTP against pgbench's TPC-B-like run on the same server (结算基准)."""

from __future__ import annotations

import os
import re
import subprocess
from urllib.parse import unquote, urlsplit

from benchmarks.hospital import Hospital
from benchmarks.load import Load, run_load
from rongcheng.runtime.binaries import find_installs

CLIENTS = 8
SCALE = 10


def run_pgbench(url: str, seconds: int) -> float:
    """Return TPC-B-like transactions a second, 8 clients, in a database of its own."""
    parts = urlsplit(url)
    socket_folder = unquote(dict(p.split("=", 1) for p in parts.query.split("&"))["host"])
    environment = {
        **os.environ,
        "PGHOST": socket_folder,
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": "bench_tpcb",
    }
    install = find_installs()[0]

    def tool(*words: str) -> str:
        done = subprocess.run(
            [install.program(words[0]), *words[1:]],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    tool("dropdb", "--if-exists", "bench_tpcb")
    tool("createdb", "bench_tpcb")
    try:
        tool("pgbench", "-i", "-q", "-s", str(SCALE))
        out = tool("pgbench", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds), "-M", "prepared")
    finally:
        tool("dropdb", "--if-exists", "bench_tpcb")
    found = re.search(r"tps = ([0-9.]+)", out)
    assert found is not None, out
    return float(found.group(1))


def run_native(port: int, hospital: Hospital, seconds: float) -> Load:
    """Return the load of native calls, every one settled, eight lines each."""
    clients = [hospital.visits(number, CLIENTS) for number in range(CLIENTS)]
    return run_load(port, clients, seconds, lambda status, body: status == 200)


def run_interface(port: int, hospital: Hospital, seconds: float, visits: int) -> Load:
    """Return the load of 2204 + 2207 messages, counted singly; a pair settles one visit."""
    prepared = hospital.prepare_visits(visits)
    clients = [hospital.pairs(prepared[number::CLIENTS], number) for number in range(CLIENTS)]
    return run_load(port, clients, seconds, is_done)


def is_done(status: int, body: bytes) -> bool:
    """Say whether an interface message was done."""
    return status == 200 and b'"infcode": 0' in body
