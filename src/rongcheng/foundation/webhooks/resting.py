"""When an address rests, and how long a message waits (停歇与重试): integers in, integers out.

An address that failed several times in a row is left alone, each time twice as long; then a
single message tries it. One that is taken ends the rest, and all that waited is due.
"""

from __future__ import annotations

from typing import NamedTuple

from rongcheng.foundation.webhooks.figures import Figures

_MOST_DOUBLINGS = 20


class Health(NamedTuple):
    """Failures in a row, how often it rested in a row, and for how long it rests now, in seconds.

    With `rests` above nothing the address is on trial: one message at a time.
    """

    failures: int = 0
    rests: int = 0
    rest_seconds: int = 0

    @property
    def on_trial(self) -> bool:
        """Say whether the next message is the only one that may go out."""
        return self.rests > 0


def after_failure(health: Health, terms: Figures) -> Health:
    """Return an address after a try that failed.

    >>> from rongcheng.foundation.webhooks.figures import figures
    >>> after_failure(Health(failures=2), figures())
    Health(failures=3, rests=1, rest_seconds=5)
    >>> after_failure(Health(failures=3, rests=1), figures())
    Health(failures=4, rests=2, rest_seconds=10)
    """
    failures = health.failures + 1
    if failures < terms.failures_until_rest and not health.on_trial:
        return Health(failures, health.rests, 0)
    doublings = min(health.rests, _MOST_DOUBLINGS)
    seconds = min(terms.longest_rest_seconds, terms.first_rest_seconds << doublings)
    return Health(failures, health.rests + 1, seconds)


def wait_seconds(attempts: int, terms: Figures, spread_ppm: int) -> int:
    """Return how long a message waits after its `attempts`-th try, at least a second.

    `spread_ppm` is drawn between -200,000 and 200,000, so that not all come back at once.

    >>> from rongcheng.foundation.webhooks.figures import figures
    >>> [wait_seconds(n, figures(), 0) for n in (1, 2, 3, 7, 40)]
    [5, 15, 45, 3600, 3600]
    >>> wait_seconds(3, figures(), -200_000)
    36
    """
    step = min(attempts - 1, _MOST_DOUBLINGS)
    plain: int = min(terms.longest_wait_seconds, terms.first_wait_seconds * 3**step)
    return max(1, plain + plain * spread_ppm // 1_000_000)
