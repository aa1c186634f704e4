"""Closing and netting: each pool is left with one sum; done once, repaired after a stop."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rongcheng.foundation.ledger.clearing import netting
from rongcheng.foundation.ledger.clearing.types import Pair
from rongcheng.foundation.ledger.public import (
    EarlierWindowNotNetted,
    PeriodClosedBefore,
    PeriodInFuture,
    TooManyLines,
    WindowStillOpen,
    WindowUnknown,
    balance,
    close_period,
    close_window,
    get_entry,
    list_institution_dues,
    list_nets,
    list_pair_positions,
    list_statuses,
    list_windows,
    net_closed_windows,
    net_window,
    open_window,
    post_entry,
    verify_ledger,
)
from rongcheng.foundation.ledger.types import PostingLine
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from tests.foundation.ledger.books import METRO, NOON, picture
from tests.foundation.ledger.settling import (
    OFFICER,
    RESIDENT,
    TODAY,
    A,
    B,
    C,
    close,
    dues,
    entry_of_key,
    hospital,
    nets,
    netting_of,
    settle,
    take_back,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def opened(clock: FixedClock) -> None:
    """Have an open window."""
    open_window(METRO)


def three_pools() -> None:
    """A pays 700 for care in B, B 200 for care in A, C 100 for care in B; A also cares at home."""
    settle("ab1", A, B, 500)
    settle("ab2", A, B, 200, fund=RESIDENT)
    settle("ba", B, A, 200)
    settle("cb", C, B, 100, number=2)
    settle("aa", A, A, 1_000)


def test_a_window_is_netted_into_one_sum_for_each_pool() -> None:
    three_pools()
    assert close() == 1
    assert netting_of(1) == {
        f"agency:{A}": 200,
        f"agency:{B}": 800,
        f"clearing:{A}:{B}:310102": -500,
        f"clearing:{A}:{B}:390102": -200,
        f"clearing:{B}:{A}:310102": -200,
        f"clearing:{C}:{B}:310102": -100,
        f"net:{A}": 500,
        f"net:{B}": -600,
        f"net:{C}": 100,
    }
    assert nets(1) == {A: 500, B: -600, C: 100}
    entry = entry_of_key(f"clearing:net:{METRO}:1")
    assert (entry.kind, entry.window_seq, entry.reference) == ("clearing.netting", 2, f"{METRO}:1")
    # The moment of the act of closing, by the house's clock, not when the netting ran.
    assert entry.occurred_at == NOON
    for code in (f"clearing:{A}:{B}:310102", f"agency:{A}", f"agency:{B}"):
        assert balance(code) == 0
    assert dues(1) == {hospital(A): 1_200, hospital(B): 700, hospital(B, 2): 100}
    assert verify_ledger() == []


def test_netting_of_an_earlier_window_is_no_movement_of_the_next() -> None:
    three_pools()
    close()
    settle("ab3", A, B, 50)
    assert nets(2) == {A: 50, B: -50}
    close()
    assert netting_of(2) == {
        f"agency:{B}": 50,
        f"clearing:{A}:{B}:310102": -50,
        f"net:{A}": 50,
        f"net:{B}": -50,
    }
    first, second = (
        next(p for p in list_pair_positions(METRO, seq) if p.pair == Pair(A, B, "310102"))
        for seq in (1, 2)
    )
    assert first[1:] == (0, 0, 500, 1)
    assert second[1:] == (500, -500, 50, 1)
    assert second.closing_fen == 50
    assert verify_ledger() == []


def test_repeating_any_step_gives_the_first_answer() -> None:
    three_pools()
    close()
    before = picture()
    assert close(1) == 1
    assert close_period(METRO, TODAY, OFFICER) == 1
    assert net_window(METRO, 1, OFFICER) == list_nets(METRO, 1)
    assert net_closed_windows(METRO, OFFICER) == []
    assert picture() == before


def test_a_stop_between_closing_and_netting_is_repaired_by_the_next_run() -> None:
    three_pools()
    close_window(METRO, seq=1)
    assert [status.state for status in list_statuses(METRO)] == ["open", "closed"]
    settle("late", A, B, 9)
    assert net_closed_windows(METRO, OFFICER) == [1]
    assert nets(1) == {A: 500, B: -600, C: 100}
    assert [status.state for status in list_statuses(METRO)] == ["open", "netted"]
    assert verify_ledger() == []


def test_windows_are_netted_one_after_the_other() -> None:
    three_pools()
    close_window(METRO, seq=1)
    settle("next", C, A, 40)
    close_window(METRO, seq=2)
    before = picture()
    with pytest.raises(EarlierWindowNotNetted):
        net_window(METRO, 2, OFFICER)
    with pytest.raises(WindowStillOpen):
        net_window(METRO, 3, OFFICER)
    with pytest.raises(WindowUnknown):
        net_window(METRO, 4, OFFICER)
    assert picture() == before
    assert net_closed_windows(METRO, OFFICER) == [1, 2]
    assert nets(2) == {A: -40, C: 40}
    assert verify_ledger() == []


def test_an_empty_window_is_netted_without_an_entry() -> None:
    settle("aa", A, A, 1_000)
    close()
    status = list_statuses(METRO)[1]
    assert (status.state, status.netting_entry) == ("netted", None)
    assert list_nets(METRO, 1) == []
    close()
    # Nobody owes anybody, nothing is to be paid: the second window is done at once.
    assert [status.state for status in list_statuses(METRO)] == ["open", "paid", "netted"]
    assert verify_ledger() == []


def test_claims_that_cancel_out_leave_no_net_and_still_go_to_zero() -> None:
    settle("ab", A, B, 300)
    settle("ba", B, A, 300)
    close()
    assert nets(1) == {A: 0, B: 0}
    assert balance(f"clearing:{A}:{B}:310102") == balance(f"clearing:{B}:{A}:310102") == 0
    assert not any(code.startswith("net:") for code in netting_of(1))
    assert verify_ledger() == []


def test_claims_of_before_fund_types_are_cleared_as_they_are() -> None:
    lines = [(f"clearing:{A}:{B}", 70), (f"agency:{B}", -70)]
    lines += [(f"fund:{A}:310102", -70), (f"hospital:{hospital(B)}:fund", 70)]
    entry = post_entry(
        key="old",
        metro=METRO,
        kind="sample.settlement",
        reference="old",
        occurred_at=NOON,
        postings=[PostingLine(*line) for line in lines],
    )
    close()
    assert [row.pair for row in list_pair_positions(METRO, 1)] == [Pair(A, B, "")]
    assert netting_of(1)[f"clearing:{A}:{B}"] == -70
    take_back(entry)
    close()
    assert nets(2) == {A: -70, B: 70}
    assert balance(f"clearing:{A}:{B}") == balance(f"agency:{B}") == 0
    assert verify_ledger() == []


def test_a_late_reversal_falls_into_the_next_window_and_all_is_zero() -> None:
    entry = settle("ab", A, B, 300)
    close()
    take_back(entry)
    assert get_entry(entry).window_seq == 1
    assert nets(2) == {A: -300, B: 300}
    assert dues(2) == {hospital(B): -300}
    close()
    for code in (f"clearing:{A}:{B}:310102", f"agency:{B}", f"net:{A}", f"net:{B}"):
        assert balance(code) == 0
    assert verify_ledger() == []


def test_what_an_institution_owes_is_carried_until_it_is_earned() -> None:
    entry = settle("ab", A, B, 300)
    close()
    take_back(entry)
    settle("cb", C, B, 100)
    close()
    assert dues(2) == {hospital(B): -200}
    close()
    assert dues(3) == {hospital(B): -200}
    settle("cb2", C, B, 250)
    close()
    [due] = list_institution_dues(METRO, 4)
    assert (due.movement_fen, due.carried_fen, due.due_fen) == (250, -200, 50)
    close()
    assert dues(5) == {}
    assert verify_ledger() == []


def test_more_lines_than_an_entry_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    three_pools()
    close_window(METRO, seq=1)
    before = picture()
    monkeypatch.setattr(netting, "MAX_LINES", 8)
    with pytest.raises(TooManyLines) as refused:
        net_window(METRO, 1, OFFICER)
    assert refused.value.params["lines"] == 9
    assert picture() == before


def test_a_period_ends_today_at_the_latest_and_once(clock: FixedClock) -> None:
    before = picture()
    with pytest.raises(PeriodInFuture):
        close_period(METRO, date(2024, 4, 16), OFFICER)
    assert picture() == before
    clock.set(datetime(2024, 5, 1, 9, 0, tzinfo=SHANGHAI))
    assert close_period(METRO, date(2024, 4, 30), OFFICER) == 1
    assert close_period(METRO, date(2024, 4, 30), OFFICER) == 1
    before = picture()
    with pytest.raises(PeriodClosedBefore):
        close_period(METRO, date(2024, 4, 29), OFFICER)
    assert picture() == before
    assert close_period(METRO, date(2024, 5, 1), OFFICER) == 2
    assert [window.label for window in list_windows(METRO)][1:] == ["2024-05-01", "2024-05-02"]


def test_who_closed_and_until_when_is_kept() -> None:
    close()
    status = list_statuses(METRO)[1]
    assert (status.closed_by, status.until) == ("样例·基金", TODAY)
