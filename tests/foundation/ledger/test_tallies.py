"""Tallies of the open window: exact to the fen at any moment, whoever posts in between."""

from __future__ import annotations

from functools import partial
from threading import Event

import pytest
from django.db import connection, transaction

from rongcheng.foundation.ledger.clearing import tallies
from rongcheng.foundation.ledger.clearing.positions import find_window
from rongcheng.foundation.ledger.clearing.tallies import sum_of_all, sum_of_tallies
from rongcheng.foundation.ledger.models import Tally, TallyMark
from rongcheng.foundation.ledger.public import (
    add_up_open_windows,
    list_pair_positions,
    open_window,
    verify_ledger,
)
from tests.foundation.ledger.books import METRO, post
from tests.foundation.ledger.settling import RESIDENT, A, B, C, close, dues, hospital, settle
from tests.foundation.ledger.settling import take_back as reverse
from tests.foundation.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

CLAIM = f"clearing:{A}:{B}:310102"


def both(seq: int = 1) -> tuple[list[object], list[object]]:
    """Return a window's sums from its tallies and from its lines, of one moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read")
        window = find_window(METRO, seq)
        return list(sum_of_tallies(window)), list(sum_of_all(window))


def mark() -> int:
    """Return up to which entry the tallies go."""
    return int(TallyMark.objects.get().last_entry)


def test_tallies_and_the_tail_above_them_are_the_whole() -> None:
    open_window(METRO)
    settle("s1", A, B, 300)
    settle("s2", B, C, 70, fund=RESIDENT)
    assert add_up_open_windows() >= 2
    tail = settle("s3", A, B, 45)
    reverse(tail)
    settle("s4", A, A, 9)
    found, expected = both()
    assert found == expected
    assert ("clearing:430199:430299:310102", "clearing", 0, 300, 3) in found
    assert [(t.movement_fen, t.entries) for t in Tally.objects.filter(account__code=CLAIM)] == [
        (300, 1)
    ]
    assert add_up_open_windows() == 3
    assert add_up_open_windows() == 0
    assert both()[0] == expected
    assert verify_ledger() == []


def test_a_lower_id_that_commits_late_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "PATIENCE_S", 0.2)
    open_window(METRO)
    settle("first", A, B, 100)
    add_up_open_windows()
    drawn, go_on = Event(), Event()

    def post_slowly() -> int:
        with transaction.atomic():
            low = settle("slow", A, B, 20)
            drawn.set()
            assert go_on.wait(30)
        return low

    def watch() -> tuple[int, int]:
        assert drawn.wait(30)
        high = settle("quick", A, B, 3)
        # The slow one may still appear below `high`: nothing above "first" is certain.
        assert add_up_open_windows() == 0
        found, expected = both()
        assert found == expected
        assert ("clearing:430199:430299:310102", "clearing", 0, 103, 2) in found
        go_on.set()
        return high, mark()

    low, seen = at_once([post_slowly, watch])
    assert isinstance(low, int)
    assert isinstance(seen, tuple)
    high, before = seen
    assert before < low < high
    assert add_up_open_windows() == high - before
    assert list_pair_positions(METRO, 1)[0].movement_fen == 123
    assert both()[0] == both()[1]
    assert verify_ledger() == []


def test_an_entry_that_never_commits_holds_nobody_up() -> None:
    open_window(METRO)
    with transaction.atomic():
        settle("lost", A, B, 1)
        transaction.set_rollback(True)
    settle("kept", A, B, 2)
    assert add_up_open_windows() >= 2
    assert both()[0] == [
        ("clearing:430199:430299:310102", "clearing", 0, 2, 1),
        (f"hospital:{hospital(B)}:fund", "hospital", 0, 2, 1),
    ]


def test_at_any_moment_of_concurrent_posting_the_sums_are_exact() -> None:
    open_window(METRO)
    stop = Event()

    def post_many(worker: int) -> None:
        for number in range(25):
            settle(f"p{worker}-{number}", A, (B, C)[number % 2], 1 + number)
        stop.set()

    def watch() -> int:
        seen = 0
        while not stop.is_set() or seen < 5:
            found, expected = both()
            assert found == expected
            seen += 1
        return seen

    def add_up() -> int:
        moved = 0
        while not stop.is_set():
            moved += add_up_open_windows()
        return moved

    posting = [partial(post_many, worker) for worker in range(3)]
    answers = at_once([*posting, watch, add_up])
    assert [answer for answer in answers if isinstance(answer, BaseException)] == []
    add_up_open_windows()
    found, expected = both()
    assert found == expected
    assert sum(row.movement_fen for row in list_pair_positions(METRO, 1)) == 3 * 325
    assert verify_ledger() == []


def test_a_window_is_caught_up_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "STEP", 2)
    open_window(METRO)
    for number in range(7):
        settle(f"s{number}", A, B, 10)
    assert add_up_open_windows() >= 7
    assert [(t.movement_fen, t.entries) for t in Tally.objects.filter(account__code=CLAIM)] == [
        (70, 7)
    ]


def test_netting_rests_on_the_lines_and_verify_finds_a_wrong_tally() -> None:
    open_window(METRO)
    settle("s1", A, B, 300)
    add_up_open_windows()
    Tally.objects.filter(account__code=CLAIM).update(movement_fen=299)
    assert [fault.code for fault in verify_ledger()] == ["ledger.V017"]
    close(1)
    assert dues(1) == {hospital(B): 300}
    assert [row.movement_fen for row in list_pair_positions(METRO, 1)] == [300]


def test_the_next_window_begins_with_tallies_of_its_own() -> None:
    open_window(METRO)
    settle("s1", A, B, 300)
    add_up_open_windows()
    close(1)
    settle("s2", A, B, 5)
    add_up_open_windows()
    # The netting of window 1 stands in window 2 and settles what came before.
    found, expected = both(2)
    assert found == expected
    assert ("clearing:430199:430299:310102", "clearing", -300, 5, 1) in found
    assert [w.opening_fen for w in list_pair_positions(METRO, 2)] == [300]
    assert verify_ledger() == []


def test_a_mark_only_moves_forwards() -> None:
    open_window(METRO)
    post("s1", ("fund:A", -1), ("cash:B", 1))
    add_up_open_windows()
    with pytest.raises(Exception, match="only moves forwards"), transaction.atomic():
        TallyMark.objects.update(last_entry=0)
