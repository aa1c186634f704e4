"""The running day: past is caught up, a stop and a start go on, midnight begins the next."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from rongcheng.foundation.ledger.public import verify_ledger
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.public import verify_decisions
from rongcheng.simulation.public import LiveDays

DAY = date(2026, 6, 15)
NOON = datetime(2026, 6, 15, 12, tzinfo=SHANGHAI)


class FastDays(LiveDays):
    """A running day whose waits let its own clock run, until a moment when it is told to stop."""

    def __init__(self, begins: datetime, stops: datetime) -> None:
        self.clock = FixedClock(begins)
        self.stops = stops
        self.said: list[tuple[str, date, int, int]] = []
        super().__init__(
            self.clock, self.hear, residents=30, intensity=25.0, wait=self.let_time_pass
        )

    def hear(self, what: str, day: date, count: int, past: int) -> None:
        self.said.append((what, day, count, past))

    def let_time_pass(self, seconds: float) -> None:
        self.clock.advance(timedelta(seconds=seconds))
        if self.clock.now() >= self.stops:
            self.stop()


def settled() -> list[tuple[str, datetime]]:
    rows = Settlement.objects.filter(metro__isnull=False).order_by("setl_id")
    return [(setl_id, at) for setl_id, at in rows.values_list("setl_id", "settled_at")]


@pytest.mark.usefixtures("stage")
def test_past_is_caught_up_and_a_stop_and_a_start_go_on_where_it_was() -> None:
    morning = FastDays(NOON, NOON + timedelta(seconds=1))
    morning.run()
    caught_up = settled()
    what, day, planned, past = morning.said[0]
    assert (what, day) == ("live_begun", DAY)
    assert 0 < past < planned
    assert 0 < len(caught_up) <= past
    assert all(at.astimezone(SHANGHAI) <= NOON + timedelta(minutes=1) for _, at in caught_up)
    # Started again at the same moment: nothing twice, and on until after midnight.
    night = datetime(2026, 6, 16, 0, 0, 5, tzinfo=SHANGHAI)
    rest = FastDays(NOON, night)
    rest.run()
    whole = settled()
    assert set(caught_up) < set(whole)
    assert [said[:2] for said in rest.said] == [
        ("live_begun", DAY),
        ("live_done", DAY),
        ("live_begun", DAY + timedelta(days=1)),
    ]
    # The day once more after it has passed: every act finds what it did.
    again = FastDays(NOON + timedelta(hours=11, minutes=59), night)
    again.run()
    assert settled() == whole
    assert verify_ledger() == []
    assert list(verify_decisions()) == []
