"""There is one clock, and tests and simulations set it for themselves only."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from rongcheng.kernel.clock import SHANGHAI, FixedClock, SystemClock, get_clock, use_clock

EVENING_IN_UTC = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)


def test_a_fixed_clock_reads_shanghai_time() -> None:
    clock = FixedClock(EVENING_IN_UTC)
    assert clock.today() == date(2026, 1, 1)
    assert clock.now() == EVENING_IN_UTC
    assert clock.now().tzinfo is SHANGHAI


def test_a_fixed_clock_is_moved() -> None:
    clock = FixedClock(EVENING_IN_UTC)
    clock.advance(timedelta(hours=24))
    assert clock.now() == datetime(2026, 1, 2, 0, 30, tzinfo=SHANGHAI)
    clock.set(datetime(2026, 5, 1, 8, 0, tzinfo=SHANGHAI))
    assert clock.today() == date(2026, 5, 1)


def test_advance_counts_elapsed_time_over_summer_time() -> None:
    clock = FixedClock(datetime(1986, 5, 3, 12, 0, tzinfo=SHANGHAI))
    clock.advance(timedelta(hours=24))
    assert clock.now().isoformat() == "1986-05-04T13:00:00+09:00"


def test_a_naive_instant_is_refused_and_changes_nothing() -> None:
    clock = FixedClock(EVENING_IN_UTC)
    with pytest.raises(ValueError, match="no time zone"):
        clock.set(datetime(2026, 5, 1))
    assert clock.now() == EVENING_IN_UTC
    with pytest.raises(ValueError, match="no time zone"):
        FixedClock(datetime(2026, 5, 1))


def test_use_clock_ends_with_its_block() -> None:
    assert isinstance(get_clock(), SystemClock)
    with use_clock(FixedClock(EVENING_IN_UTC)) as clock:
        assert get_clock() is clock
        with use_clock(SystemClock()):
            assert get_clock() is not clock
        assert get_clock() is clock
    assert isinstance(get_clock(), SystemClock)


def test_use_clock_stays_in_its_thread() -> None:
    seen: list[type] = []
    with use_clock(FixedClock(EVENING_IN_UTC)):
        thread = threading.Thread(target=lambda: seen.append(type(get_clock())))
        thread.start()
        thread.join()
    assert seen == [SystemClock]


def test_the_system_clock_is_aware() -> None:
    clock = SystemClock()
    before = datetime.now(UTC)
    now = clock.now()
    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is SHANGHAI
    assert abs((clock.today() - now.date()).days) <= 1
