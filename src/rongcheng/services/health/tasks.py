"""Jobs of the health room (定时任务): files dropped in time, calls to pools' cores ended.

Each takes the tick that procrastinate passes in; the queueing lock keeps slow runs from piling up.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.catching_up import catch_up
from rongcheng.services.health.files import drop_expired_files


@app.periodic(cron="23 * * * *")
@app.task(name="rongcheng.health.drop_files", queueing_lock="health.drop_files")
def drop_files(timestamp: int) -> int:
    """Delete expired files every hour: what hospitals sent is kept no longer than promised."""
    del timestamp
    return drop_expired_files(get_clock().now())


@app.periodic(cron="* * * * * */15")
@app.task(name="rongcheng.health.catch_up", queueing_lock="health.catch_up")
def catch_up_with_cores(timestamp: int) -> int:
    """Bring calls that wait for a pool's core to an end."""
    del timestamp
    return catch_up().done
