"""Jobs of webhooks (定时任务): delivery every five seconds, clearing out once an hour."""

from __future__ import annotations

from procrastinate.contrib.django import app

from rongcheng.foundation.webhooks.delivering import deliver
from rongcheng.foundation.webhooks.sweeping import sweep


@app.periodic(cron="* * * * * */5")
@app.task(name="rongcheng.webhooks.deliver", queueing_lock="webhooks.deliver")
def deliver_messages(timestamp: int) -> int:
    """Send what is due; return how many messages were taken."""
    del timestamp
    return deliver().taken


@app.periodic(cron="23 * * * *")
@app.task(name="rongcheng.webhooks.sweep", queueing_lock="webhooks.sweep")
def sweep_messages(timestamp: int) -> int:
    """Delete what is no longer needed; return how many messages."""
    del timestamp
    return sweep()
