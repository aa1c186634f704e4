"""Jobs of the health room (定时任务): catching up with the pools' own cores."""

from __future__ import annotations

from procrastinate.contrib.django import app

from rongcheng.services.health.catching_up import catch_up


@app.periodic(cron="* * * * * */15")
@app.task(name="rongcheng.health.catch_up", queueing_lock="health.catch_up")
def catch_up_with_cores(timestamp: int) -> int:
    """Bring open calls to an end; `timestamp` is the tick that procrastinate passes in."""
    del timestamp
    return catch_up().done
