"""What is done to a loaded data set before its pages are timed (计时之前): check and traffic."""

from __future__ import annotations

import time

from rongcheng.commands.verifying import verify_records
from rongcheng.foundation.access.public import seal_records
from rongcheng.foundation.institutions.public import list_institutions
from rongcheng.foundation.ledger.public import PostingLine, add_up_open_windows, post_entry
from rongcheng.kernel.clock import get_clock

TAIL = 1_000
"""Entries above the tally's mark while the pages are timed: five seconds at 200 a second."""


def leave_a_tail(metro: str) -> None:
    """Post what a busy metro settles between two runs of the job, above the tally's mark."""
    add_up_open_windows()
    places = [place for place in list_institutions(metro) if place.kind == "hospital"]
    run = time.time_ns()
    for number in range(TAIL):
        place = places[number % len(places)]
        payer = places[(number * 7 + 3) % len(places)].pool
        fen = 100 + number
        lines = [(f"fund:{payer}:310102", -fen), (f"hospital:{place.code}:fund", fen)]
        if payer != place.pool:
            lines += [(f"clearing:{payer}:{place.pool}:310102", fen)]
            lines += [(f"agency:{place.pool}", -fen)]
        post_entry(
            key=f"tail:{run}:{number}",
            metro=metro,
            kind="health.settlement",
            reference=f"T{run}-{number}",
            occurred_at=get_clock().now(),
            postings=[PostingLine(*line) for line in lines],
        )


def check_records() -> None:
    """Let `rongcheng verify` go through ledger and decisions; a fault ends the benchmark.

    What an earlier run looked at is sealed first: no worker did so while the folder lay still.
    """
    seal_records()
    if verify_records():
        raise SystemExit("the loaded data set is not consistent")
