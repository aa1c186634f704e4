"""The job of re-sealing (定时任务): once a minute, nothing to do but after a rotation."""

from __future__ import annotations

from procrastinate.contrib.django import app

from rongcheng.foundation.resealing.errors import AlreadyRunning
from rongcheng.foundation.resealing.resealing import is_rechecked, look_again, reseal

RUN_SECONDS = 45.0
"""How long one run works; the next goes on where it stopped."""
REST = 1.0
"""It rests as long as it works, so that a counter never waits behind it for long."""


@app.periodic(cron="* * * * * 50")
@app.task(name="rongcheng.resealing.reseal", queueing_lock="resealing.reseal")
def reseal_in_background(timestamp: int) -> int:
    """Seal under the newest key what lies under older ones; return how many values."""
    del timestamp
    if is_rechecked():
        return 0
    look_again()
    try:
        return reseal(seconds=RUN_SECONDS, rest=REST).values
    except AlreadyRunning:
        return 0
