"""Jobs of the outbox (定时任务): delivery every five seconds.

The cron's sixth column is seconds. The queueing lock keeps a slow delivery from piling up jobs.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from rongcheng.foundation.outbox.drain import drain


@app.periodic(cron="* * * * * */5")
@app.task(name="rongcheng.outbox.drain", queueing_lock="outbox.drain")
def drain_outbox(timestamp: int) -> int:
    """Deliver due events; `timestamp` is the tick that procrastinate passes in."""
    del timestamp
    return drain()
