"""Real threads on real connections: no double entry, no overdraft, no entry in a closed window."""

from __future__ import annotations

import time
from functools import partial
from threading import Event

import pytest
from django.db import connection, transaction

from rongcheng.foundation.ledger.public import (
    BalanceTooLow,
    KeyUsedForAnotherBody,
    balance,
    close_window,
    get_entry,
    list_movements,
    list_windows,
    open_window,
    verify_ledger,
)
from tests.foundation.ledger.books import ACCOUNT, CASH, FUND, HOSPITAL, METRO, grant, post
from tests.foundation.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def count(table: str) -> int:
    """Return the number of rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return int(cursor.fetchone()[0])


def test_one_key_from_eight_threads_is_one_entry() -> None:
    open_window(METRO)
    answers = at_once([partial(post, "same", (FUND, -5), (HOSPITAL, 5))] * 8)
    assert len(set(answers)) == 1
    assert count("ledger_entry") == 1
    assert count("ledger_posting") == 2
    assert balance(HOSPITAL) == 5


def test_one_key_with_eight_bodies_has_one_winner() -> None:
    open_window(METRO)
    calls = [partial(post, "same", (FUND, -n), (HOSPITAL, n)) for n in range(1, 9)]
    answers = at_once(calls)
    assert [type(answer) for answer in answers].count(int) == 1
    assert [type(answer) for answer in answers].count(KeyUsedForAnotherBody) == 7
    assert count("ledger_entry") == 1


def test_fifty_debits_at_once_never_overdraw() -> None:
    open_window(METRO)
    grant(1_000)
    answers = at_once([partial(post, f"d{n}", (ACCOUNT, -90), (CASH, 90)) for n in range(50)])
    paid = [answer for answer in answers if isinstance(answer, int)]
    # 1,000 fen pay for eleven debits of 90, and 10 fen are left.
    assert len(paid) == 11
    assert sum(isinstance(answer, BalanceTooLow) for answer in answers) == 39
    assert balance(ACCOUNT) == 10
    assert balance(CASH) == 990
    assert verify_ledger() == []


def test_postings_while_windows_close_fall_into_open_ones() -> None:
    open_window(METRO)
    grant(10_000)

    # The closer starts in the middle of the work and ends before it, so both always overlap.
    halfway, stop = Event(), Event()

    def post_many(worker: int) -> int:
        for n in range(20):
            if n == 5:
                halfway.set()
            if n == 15:
                stop.wait(30)
            post(f"p{worker}-{n}", (ACCOUNT, -1), (CASH, 1), (FUND, -2), (HOSPITAL, 2))
        return worker

    def close_many() -> str:
        halfway.wait(30)
        for _ in range(8):
            close_window(METRO)
        stop.set()
        return "closed"

    answers = at_once([*[partial(post_many, worker) for worker in range(6)], close_many])
    assert answers == [0, 1, 2, 3, 4, 5, "closed"]
    assert count("ledger_entry") == 121
    assert len(list_windows(METRO)) == 9
    moved = sum(
        movement.movement_fen
        for window in list_windows(METRO)
        for movement in list_movements(METRO, window.seq)
        if movement.code == HOSPITAL
    )
    assert moved == balance(HOSPITAL) == 240
    assert verify_ledger() == []


def test_a_posting_that_waited_for_a_closing_falls_into_the_next_window() -> None:
    open_window(METRO)
    blocked = Event()

    def close_slowly() -> int:
        with transaction.atomic():
            close_window(METRO)
            assert blocked.wait(30)
            # Time for the posting to reach the lock that this transaction still holds.
            wait_for_waiting_posting()
        return 1

    def post_meanwhile() -> int:
        time.sleep(0.2)
        blocked.set()
        return post("late", (FUND, -5), (HOSPITAL, 5))

    closed, entry = at_once([close_slowly, post_meanwhile])
    assert closed == 1
    assert get_entry(entry).window_seq == 2
    assert verify_ledger() == []


def wait_for_waiting_posting() -> None:
    """Return once another session waits for an advisory lock."""
    for _ in range(300):
        if count("pg_locks where locktype = 'advisory' and not granted"):
            return
        time.sleep(0.1)
    pytest.fail("no posting came to wait")


def test_eight_closings_of_one_window_close_it_once() -> None:
    open_window(METRO)
    answers = at_once([partial(close_window, METRO, seq=1)] * 8)
    assert {answer.seq for answer in answers} == {1}
    assert [window.seq for window in list_windows(METRO)] == [1, 2]


def test_eight_openings_open_one_window() -> None:
    answers = at_once([partial(open_window, METRO)] * 8)
    assert len({answer.id for answer in answers}) == 1
    assert count("ledger_window") == 1


def test_entries_over_the_same_accounts_in_any_order_do_not_block_each_other() -> None:
    open_window(METRO)
    codes = [f"account:SAMPLE-{n}" for n in range(6)]
    post("grant-all", *[(code, 100) for code in codes], (FUND, -600))

    def shuffle(worker: int) -> int:
        for n in range(12):
            turned = codes[worker:] + codes[:worker]
            fresh = (f"institution:H{n:011d}", 0), (f"cash:{worker}-{n % 3}", 6)
            post(f"x{worker}-{n}", *[(code, -1) for code in turned], *fresh)
        return worker

    assert at_once([partial(shuffle, worker) for worker in range(6)]) == [0, 1, 2, 3, 4, 5]
    assert [balance(code) for code in codes] == [28] * 6
    assert verify_ledger() == []
