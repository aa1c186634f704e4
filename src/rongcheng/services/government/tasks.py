"""Jobs of the government room (定时任务).

Each takes the tick that procrastinate passes in; the queueing lock keeps slow runs from piling up.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from rongcheng.services.government.backoffice.distributing import distribute_everywhere


@app.periodic(cron="*/10 * * * *")
@app.task(name="rongcheng.government.distribute", queueing_lock="government.distribute")
def distribute(timestamp: int) -> int:
    """Share out what nobody had when it came in, once somebody is there or back."""
    del timestamp
    return distribute_everywhere()
