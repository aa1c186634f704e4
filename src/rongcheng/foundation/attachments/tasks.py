"""Jobs of attachments (定时任务): once a night, what belongs to nobody is swept away."""

from __future__ import annotations

from procrastinate.contrib.django import app

from rongcheng.foundation.attachments.sweeping import sweep


@app.periodic(cron="41 3 * * *")
@app.task(name="rongcheng.attachments.sweep", queueing_lock="attachments.sweep")
def sweep_nightly(timestamp: int) -> int:
    """Sweep; return how many files were destroyed."""
    del timestamp
    return sweep().files
