"""What is no longer needed (清理): messages long taken, and secrets that ended."""

from __future__ import annotations

from datetime import timedelta

from rongcheng.foundation.webhooks.figures import figures
from rongcheng.foundation.webhooks.models import Delivery, Secret
from rongcheng.foundation.webhooks.types import State
from rongcheng.kernel.clock import get_clock

AT_ONCE = 5_000


def sweep() -> int:
    """Delete messages that were taken or kept long ago, and secrets that ended; return how many.

    What waits or was set aside stays however old it is.
    """
    now = get_clock().now()
    Secret.objects.filter(ends_at__lte=now).delete()
    before = now - timedelta(days=figures().kept_days)
    old = Delivery.objects.filter(state__in=(State.DELIVERED, State.KEPT), settled_at__lt=before)
    ids = list(old.order_by("settled_at").values_list("id", flat=True)[:AT_ONCE])
    return Delivery.objects.filter(id__in=ids).delete()[0]
