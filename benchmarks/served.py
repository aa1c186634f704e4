"""What is measured at a running server (服务端基准): settlements and stays over HTTP."""

from __future__ import annotations

import os

from tests.plugins.live import LiveServer

from benchmarks.load import Load
from benchmarks.options import Options
from benchmarks.report import Result, Row
from benchmarks.server import own_server

VISITS = 4_000
"""Visits registered beforehand for the interface pair; more than a run can settle."""


def run(options: Options) -> Result:
    """Measure settlements and stays; pgbench runs before and after, and its mean counts."""
    with own_server() as server:
        return _measure(server, options)


def _measure(server: LiveServer, options: Options) -> Result:
    from benchmarks.hospital import METRO, Hospital
    from benchmarks.settlement import run_interface, run_native, run_pgbench
    from benchmarks.stays import run_stays
    from rongcheng.foundation.ledger.public import open_window

    open_window(METRO)
    hospital = Hospital(options.people)
    url = os.environ["DATABASE_URL"]
    run_native(server.port, hospital, 3)
    first = run_pgbench(url, options.seconds)
    native = run_native(server.port, hospital, options.seconds)
    second = run_pgbench(url, options.seconds)
    tps = (first + second) / 2
    pairs = run_interface(server.port, hospital, options.seconds, VISITS)
    short, long = run_stays(server.port, hospital)
    figures = {
        "native_rate": native.rate,
        "native_p50_ms": native.p50_ms,
        "native_p99_ms": native.p99_ms,
        "pair_rate": pairs.rate / 2,
        "pgbench_rate": tps,
        "stay_short_rate": short.rate,
        "stay_long_rate": long.rate,
    }
    return Result("settlement", [*_settlements(native, pairs, tps), _stays(short, long)], figures)


def _stays(short: Load, long: Load) -> Row:
    """Return the row of stays: the time of one with 300 lines against one with 8."""
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
