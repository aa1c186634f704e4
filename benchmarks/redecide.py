"""How fast stored decisions are decided again (复核速度): `rongcheng verify --decisions`.

Hospitals settle over HTTP for a while, eight lines a visit; then all that was stored is opened,
decided again under its edition and compared: in one process, and on all cores. Starting the
further processes is left out by checking the same rows several times over.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.options import Options
from benchmarks.report import Result, Row
from benchmarks.server import own_server

AGAIN = 20
"""How often the rows are gone through on all cores, so that the start does not count."""


def run(options: Options) -> Result:
    """Settle, then decide again."""
    with own_server() as server:
        from benchmarks.hospital import METRO, Hospital
        from benchmarks.settlement import run_native
        from rongcheng.foundation.ledger.public import open_window

        open_window(METRO)
        settled = run_native(server.port, Hospital(options.people), options.seconds)
        assert settled.failed == 0
        alone = max(_alone() for _ in range(options.times))
        together = max(_together(options.threads) for _ in range(options.times))
    figures = {"one_core_rate": alone, "rate": together, "settled_rate": settled.rate}
    rows = [
        Row("decisions decided again, one core", f"{alone:,.0f}/s", "", "", "reported"),
        Row(
            f"decisions decided again, {options.threads} cores",
            f"{together:,.0f}/s",
            f"settled over HTTP {settled.rate:,.0f}/s",
            f"{together / settled.rate:.0f}",
            "reported",
        ),
    ]
    return Result("redecide", rows, figures)


def _alone() -> float:
    """Return decisions a second in this process."""
    from rongcheng.services.health.public import Recount, recheck_all

    count = Recount()
    began = time.perf_counter()
    assert list(recheck_all(count, processes=1)) == []
    return count.decisions / (time.perf_counter() - began)


def _together(processes: int) -> float:
    """Return decisions a second side by side, from the first span that came back on."""
    from rongcheng.services.health.recheck.processes import check_side_by_side
    from rongcheng.services.health.recheck.runs import SPAN, row_ids

    low, high, _ = row_ids()

    def spans() -> Iterator[tuple[int, int]]:
        for _ in range(AGAIN):
            for begin in range(low, high + 1, SPAN):
                yield begin, begin + SPAN

    began, decisions = 0.0, 0
    for number, checked in enumerate(check_side_by_side(spans(), processes)):
        assert checked.faults == ()
        # The first ones waited for their processes.
        decisions += checked.decisions
        if number == 2 * processes:
            began, decisions = time.perf_counter(), 0
    return decisions / (time.perf_counter() - began)
