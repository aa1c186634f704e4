"""Look-ups of residents who stand at a counter (窗口查人), counted for whoever looks.

A counter finds a person by exact name and number. Somebody who tries numbers misses again and
again: misses are few, look-ups in all are many more than a busy window needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rongcheng.foundation.people.limits import give_back, take_try
from rongcheng.kernel.errors import ResidentIdInvalid
from rongcheng.web.actor import Actor


@contextmanager
def counted_lookup(actor: Actor) -> Iterator[None]:
    """Count one look-up by this actor; whatever the block raises makes it a miss.

    A mistyped number is none: its check digit already says so. Raises TooManyTries before anybody
    is looked up. The block must not stand in a transaction that a miss rolls back.
    """
    take_try("counter_lookup", actor.id)
    take_try("counter_miss", actor.id)
    try:
        yield
    except ResidentIdInvalid:
        give_back("counter_miss", actor.id)
        raise
    give_back("counter_miss", actor.id)
