"""Jobs of people (定时任务): what only protects for a while does not stay for ever."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from rongcheng.foundation.people.limits import sweep_limits
from rongcheng.foundation.people.models import AppAttempt, SignInSession


@app.periodic(cron="17 * * * * 20")
@app.task(name="rongcheng.people.sweep", queueing_lock="people.sweep")
def sweep_sign_ins(timestamp: int) -> int:
    """Delete counts, used states and sessions whose time is over.

    `timestamp` is procrastinate's tick.
    """
    del timestamp
    # Django wrote the end by the system's time, so it is compared with that.
    now = timezone.now()
    sessions = SignInSession.objects.filter(expire_date__lt=now).delete()[0]
    attempts = AppAttempt.objects.filter(ends_at__lt=now).delete()[0]
    return sweep_limits() + sessions + attempts
