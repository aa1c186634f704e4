"""Laws of clearing: nets sum to zero, opening + movement = closing, statements are positions."""

from __future__ import annotations

from functools import partial
from itertools import count
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rongcheng.foundation.ledger.public import (
    accept_dispute,
    balance,
    balances,
    close_window,
    confirm_payment,
    get_entry,
    institution_statement,
    is_claim,
    list_disputes,
    list_institution_dues,
    list_nets,
    list_pair_positions,
    list_statuses,
    list_windows,
    net_closed_windows,
    net_window,
    open_window,
    pair_statement,
    pay_institution,
    pool_statement,
    raise_dispute,
    verify_ledger,
)
from rongcheng.kernel.clock import FixedClock
from tests.foundation.ledger.books import METRO
from tests.foundation.ledger.settling import (
    OFFICER,
    A,
    B,
    C,
    check_laws,
    close,
    settle,
    take_back,
)
from tests.foundation.threads import at_once

_runs = count(1)
pools = st.sampled_from([A, B, C])
acts = st.lists(
    st.one_of(
        st.tuples(st.just("settle"), pools, pools, st.integers(1, 500)),
        st.tuples(st.sampled_from(["back", "dispute", "accept"]), st.integers(0, 20)),
        st.tuples(st.just("close")),
        st.tuples(st.just("close only")),
    ),
    max_size=14,
)


@pytest.mark.django_db
def test_laws_hold_whatever_happens(clock: FixedClock) -> None:
    @settings(
        max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(acts=acts)
    def check(acts: list[tuple[object, ...]]) -> None:
        metro = f"clearmetro{next(_runs)}"
        open_window(metro)
        made: list[int] = []
        reversed_: set[int] = set()
        for number, act in enumerate(acts):
            run(metro, number, act, made, reversed_)
        for _ in range(2):
            close(metro=metro)
        check_laws(metro)
        everything_is_stated(metro)
        pay_all(metro)
        assert {s.state for s in list_statuses(metro)[1:]} <= {"paid"}

    check()
    assert verify_ledger() == []


def run(
    metro: str, number: int, act: tuple[object, ...], made: list[int], reversed_: set[int]
) -> None:
    """Do one drawn act."""
    if act[0] == "settle":
        _, payer, payee, amount = act
        made.append(
            settle(f"{metro}-{number}", str(payer), str(payee), int(str(amount)), metro=metro)
        )
    elif act[0] == "close":
        close(metro=metro)
    elif act[0] == "close only":
        close_window(metro)
    elif made:
        entry = made[int(str(act[1])) % len(made)]
        if act[0] == "back" and entry not in reversed_:
            reversed_.add(entry)
            take_back(entry)
        elif act[0] == "dispute" and entry not in reversed_ and crosses(entry):
            raise_dispute(entry, "样例争议", OFFICER)
        elif act[0] == "accept" and f"{entry}" in open_disputes(metro):
            accept_dispute(entry, OFFICER)


def crosses(entry: int) -> bool:
    """Return whether an entry moves money between pools."""
    return any(is_claim(line.code) for line in get_entry(entry).lines)


def open_disputes(metro: str) -> set[str]:
    """Return the entries with an open dispute."""
    return {str(d.entry_id) for d in list_disputes(metro) if d.outcome == "open"}


def everything_is_stated(metro: str) -> None:
    """Check that positions are the sums of the statements by pair, pool and institution."""
    for window in list_windows(metro):
        seq = window.seq
        for row in list_pair_positions(metro, seq):
            statement = pair_statement(metro, seq, row.pair)
            assert sum(line.amount_fen for line in statement.rows()) == row.movement_fen
        for net in list_nets(metro, seq):
            listed = list(pool_statement(metro, seq, net.pool).rows())
            owes = sum(r.amount_fen for r in listed if r.code.split(":")[1] == net.pool)
            is_owed = sum(r.amount_fen for r in listed if r.code.split(":")[2] == net.pool)
            assert owes - is_owed == net.net_fen
        for due in list_institution_dues(metro, seq):
            assert institution_statement(metro, seq, due.code).totals() == (
                due.entries,
                due.movement_fen,
            )


def pay_all(metro: str) -> None:
    """Confirm all nets and pay all institutions; then every net of the metro is zero."""
    for window in list_windows(metro)[:-1]:
        for net in list_nets(metro, window.seq):
            if net.left_fen:
                confirm_payment(
                    metro, window.seq, net.pool, amount_fen=net.left_fen,
                    bank_reference=f"{metro}-{window.seq}", actor=OFFICER,
                )  # fmt: skip
        for due in list_institution_dues(metro, window.seq):
            if due.due_fen > 0:
                pool = due.code[1:7]
                pay_institution(
                    metro, window.seq, due.code, pool=pool,
                    bank_reference=f"{metro}-{window.seq}", actor=OFFICER,
                )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_laws_hold_while_windows_close_and_settlements_go_on() -> None:
    open_window(METRO)
    halfway, stop = Event(), Event()

    def settle_many(worker: int) -> int:
        for n in range(20):
            if n == 5:
                halfway.set()
            if n == 15:
                stop.wait(60)
            payer, payee = ((A, B), (B, C), (C, A), (A, A))[(worker + n) % 4]
            entry = settle(f"w{worker}-{n}", payer, payee, 100 + n)
            if n % 5 == 4:
                take_back(entry)
        return worker

    def close_many() -> str:
        halfway.wait(60)
        for seq in range(1, 6):
            close_window(METRO, seq=seq)
            net_closed_windows(METRO, OFFICER)
        stop.set()
        return "closed"

    answers = at_once([*[partial(settle_many, worker) for worker in range(5)], close_many])
    assert answers == [0, 1, 2, 3, 4, "closed"]
    close_window(METRO)
    net_closed_windows(METRO, OFFICER)
    check_laws(METRO)
    everything_is_stated(METRO)
    claims = [row.pair.code for row in list_pair_positions(METRO, 7)]
    assert set(balances(claims).values()) <= {0}
    assert [balance(f"agency:{pool}") for pool in (A, B, C)] == [0, 0, 0]
    assert verify_ledger() == []


@pytest.mark.django_db(transaction=True)
def test_one_window_netted_from_six_threads_is_one_entry() -> None:
    open_window(METRO)
    settle("ab", A, B, 300)
    close_window(METRO, seq=1)
    answers = at_once([partial(net_window, METRO, 1, OFFICER)] * 6)
    assert [[(n.pool, n.net_fen) for n in answer] for answer in answers] == [
        [(A, 300), (B, -300)]
    ] * 6
    assert balance(f"net:{A}") == 300
    assert verify_ledger() == []


@pytest.mark.django_db(transaction=True)
def test_slips_confirmed_at_once_never_pay_more_than_is_due() -> None:
    open_window(METRO)
    settle("ab", A, B, 300)
    close_window(METRO, seq=1)
    net_window(METRO, 1, OFFICER)
    calls = [
        partial(
            confirm_payment, METRO, 1, A, amount_fen=100, bank_reference=f"BANK-{n}", actor=OFFICER
        )
        for n in range(8)
    ]
    answers = at_once(calls)
    assert sum(not isinstance(answer, Exception) for answer in answers) == 3
    assert balance(f"net:{A}") == 0
    assert verify_ledger() == []
