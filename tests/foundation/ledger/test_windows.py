"""Clearing windows: one open, each entry in exactly one, closing safe to repeat."""

from __future__ import annotations

import pytest

from rongcheng.foundation.ledger.public import (
    Movement,
    NoOpenWindow,
    WindowUnknown,
    close_window,
    get_entry,
    list_movements,
    list_windows,
    open_window,
    verify_ledger,
)
from rongcheng.kernel.clock import FixedClock
from tests.foundation.ledger.books import ACCOUNT, CASH, FUND, METRO, grant, picture, post

pytestmark = pytest.mark.django_db


def test_opening_is_done_once(clock: FixedClock) -> None:
    first = open_window(METRO)
    assert (first.seq, first.label, first.closed_at) == (1, "2024-04-15", None)
    before = picture()
    assert open_window(METRO, "another label") == first
    assert picture() == before


def test_closing_opens_the_next_and_new_entries_fall_into_it() -> None:
    open_window(METRO, "April")
    first = grant(100, "g1")
    closed = close_window(METRO, seq=1, next_label="May")
    second = grant(100, "g2")
    assert closed.seq == 1
    assert closed.closed_at is not None
    assert [(w.seq, w.label, w.closed_at is None) for w in list_windows(METRO)] == [
        (1, "April", False),
        (2, "May", True),
    ]
    assert (get_entry(first).window_seq, get_entry(second).window_seq) == (1, 2)
    assert verify_ledger() == []


def test_closing_a_closed_window_changes_nothing() -> None:
    open_window(METRO)
    closed = close_window(METRO, seq=1)
    before = picture()
    assert close_window(METRO, seq=1) == closed
    assert picture() == before


def test_a_window_that_does_not_exist_cannot_be_closed() -> None:
    with pytest.raises(NoOpenWindow):
        close_window(METRO)
    open_window(METRO)
    before = picture()
    with pytest.raises(WindowUnknown):
        close_window(METRO, seq=7)
    assert picture() == before


def test_metros_have_windows_of_their_own() -> None:
    open_window(METRO)
    open_window("othermetro")
    close_window("othermetro")
    assert [window.seq for window in list_windows(METRO)] == [1]
    assert [window.seq for window in list_windows("othermetro")] == [1, 2]


def test_opening_plus_movement_is_closing() -> None:
    open_window(METRO)
    grant(100, "g1")
    close_window(METRO)
    grant(40, "g2")
    post("s1", (ACCOUNT, -30), (CASH, 30))
    assert list_movements(METRO, 1) == [
        Movement(ACCOUNT, 0, 100, 100),
        Movement(FUND, 0, -100, -100),
    ]
    assert list_movements(METRO, 2) == [
        Movement(ACCOUNT, 100, 10, 110),
        Movement(CASH, 0, 30, 30),
        Movement(FUND, -100, -40, -140),
    ]
