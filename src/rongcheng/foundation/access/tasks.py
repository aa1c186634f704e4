"""Jobs of access records (定时任务): sealing once a minute.

The queueing lock keeps a slow run from piling up jobs.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from rongcheng.foundation.access.sealing import seal_records


@app.periodic(cron="* * * * * 40")
@app.task(name="rongcheng.access.seal", queueing_lock="access.seal")
def seal_access_records(timestamp: int) -> int:
    """Seal what was looked at since the last run; `timestamp` is procrastinate's tick."""
    del timestamp
    return seal_records()
