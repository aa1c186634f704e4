"""Jobs of the ledger (定时任务): the open windows' tallies, every five seconds.

The cron's sixth column is seconds. The queueing lock keeps a slow run from piling up jobs.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from rongcheng.foundation.ledger.clearing.tallies import add_up_open_windows


@app.periodic(cron="* * * * * */5")
@app.task(name="rongcheng.ledger.add_up", queueing_lock="ledger.add_up")
def add_up(timestamp: int) -> int:
    """Bring the tallies of the open windows up; `timestamp` is the tick of procrastinate."""
    del timestamp
    return add_up_open_windows()
