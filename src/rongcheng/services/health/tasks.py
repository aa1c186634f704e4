"""Jobs of the health room (定时任务): what hospitals sent is not kept longer than promised."""

from __future__ import annotations

from procrastinate.contrib.django import app

from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.files import drop_expired_files


@app.periodic(cron="23 * * * *")
@app.task(name="rongcheng.health.drop_files", queueing_lock="health.drop_files")
def drop_files(timestamp: int) -> int:
    """Delete expired files every hour; `timestamp` is the tick that procrastinate passes in."""
    del timestamp
    return drop_expired_files(get_clock().now())
