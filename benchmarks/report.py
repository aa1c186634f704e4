"""Runs the measurements one after the other and shows them as a Markdown table (报告)."""

from __future__ import annotations

import os
import platform
from typing import NamedTuple

from tests.plugins.live import LiveServer

from benchmarks.hospital import METRO, Hospital
from benchmarks.load import Load
from benchmarks.settlement import run_interface, run_native, run_pgbench
from benchmarks.stays import run_stays
from rongcheng.foundation.ledger.public import open_window

VISITS = 4_000
"""Visits registered beforehand for the interface pair; more than a run can settle."""


class Row(NamedTuple):
    """One line of the table."""

    what: str
    value: str
    against: str
    ratio: str
    goal: str


def measure(server: LiveServer, *, seconds: int, people: int) -> list[Row]:
    """Return all rows; pgbench runs before and after, and its mean counts."""
    open_window(METRO)
    hospital = Hospital(people)
    url = os.environ["DATABASE_URL"]
    run_native(server.port, hospital, 3)
    first = run_pgbench(url, seconds)
    native = run_native(server.port, hospital, seconds)
    second = run_pgbench(url, seconds)
    tps = (first + second) / 2
    pairs = run_interface(server.port, hospital, seconds, VISITS)
    return [*_settlements(native, pairs, tps), measure_stays(server, hospital)]


def measure_stays(server: LiveServer, hospital: Hospital) -> Row:
    """Return the row of stays: the time of one with 300 lines against one with 8."""
    short, long = run_stays(server.port, hospital)
    return Row(
        "2304 of 300 lines, 8 clients, durable",
        f"{long.rate:.0f}/s (p50 {long.p50_ms:.1f} ms, p99 {long.p99_ms:.1f} ms, "
        f"{long.failed} refused)",
        f"2304 of 8 lines {short.rate:.0f}/s (p50 {short.p50_ms:.1f} ms)",
        f"{short.rate / long.rate:.2f}",
        "≤ 3",
    )


def _settlements(native: Load, pairs: Load, tps: float) -> list[Row]:
    return [
        Row(
            "native call, 8 lines, 8 clients, durable",
            f"{native.rate:.0f}/s (p50 {native.p50_ms:.1f} ms, p99 {native.p99_ms:.1f} ms, "
            f"{native.failed} refused)",
            f"pgbench TPC-B-like {tps:.0f}/s",
            f"{native.rate / tps:.3f}",
            "≥ 0.04",
        ),
        Row(
            "interface pair 2204 + 2207, 8 lines, 8 clients, durable",
            f"{pairs.rate / 2:.0f} visits/s (message p50 {pairs.p50_ms:.1f} ms, "
            f"p99 {pairs.p99_ms:.1f} ms, {pairs.failed} refused)",
            f"pgbench TPC-B-like {tps:.0f}/s",
            f"{pairs.rate / 2 / tps:.3f}",
            "reported",
        ),
    ]


def show(rows: list[Row]) -> None:
    """Print machine and table."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print("| what | value | against | ratio | goal |")
    print("|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
