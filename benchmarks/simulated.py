"""Simulated settlements beside those over HTTP, in one run on one server (模拟与接口)."""

from __future__ import annotations

from benchmarks.options import Options
from benchmarks.report import Result
from benchmarks.server import own_server


def run(options: Options) -> Result:
    """Settle over HTTP for a while, then play days at full speed."""
    with own_server() as server:
        from benchmarks import simulation
        from benchmarks.hospital import METRO, Hospital
        from benchmarks.settlement import run_native
        from rongcheng.foundation.ledger.public import open_window

        open_window(METRO)
        hospital = Hospital(options.people)
        run_native(server.port, hospital, 3)
        http = run_native(server.port, hospital, options.seconds)
        journal, seconds = simulation.run_days()
    rate = journal.settled / seconds
    row = simulation.row_of(journal.settled, seconds, http.rate)
    return Result("simulation", [row], {"rate": rate, "http_rate": http.rate})
