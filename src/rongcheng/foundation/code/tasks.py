"""Jobs of the one code (定时任务): keys follow one another in time, status lists stay fresh."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from rongcheng.foundation.code.keys import ensure_keys
from rongcheng.foundation.code.lists import publish_status_lists
from rongcheng.foundation.code.models import Use
from rongcheng.foundation.code.offline.types import CodeKind
from rongcheng.foundation.code.terms import issues_codes
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.editions import list_metros

USES_KEPT = timedelta(days=1)
"""A phone's use serves against replays for a minute, and a retry for a day; then it is dropped."""


def keep_fresh() -> int:
    """Make keys that are due, sign every status list, drop old uses; return how many lists."""
    signed = 0
    # A metro area that issues no codes must not keep the lists of the others from being signed.
    for metro in filter(issues_codes, list_metros()):
        ensure_keys(metro)
        signed += publish_status_lists(metro)
    before = get_clock().now() - USES_KEPT
    Use.objects.filter(credential__carrier__kind=CodeKind.PHONE, used_at__lt=before).delete()
    return signed


@app.periodic(cron="*/5 * * * *")
@app.task(name="rongcheng.code.keep_fresh", queueing_lock="code.keep_fresh")
def refresh(timestamp: int) -> int:
    """Keep keys and status lists fresh every five minutes."""
    del timestamp
    return keep_fresh()
