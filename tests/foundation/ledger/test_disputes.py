"""Disputes: the amount steps aside, comes back or waits for the reversal; nothing is left over."""

from __future__ import annotations

import pytest

from rongcheng.foundation.ledger.public import (
    ActConflict,
    DisputeDecided,
    DisputeUnknown,
    EntryUnknown,
    NothingToDispute,
    PoolDisputes,
    ReasonInvalid,
    accept_dispute,
    balance,
    clear_off_disputes,
    find_dispute,
    get_dispute,
    get_entry,
    list_disputes,
    list_entries,
    open_window,
    raise_dispute,
    sum_open_disputes,
    uphold_dispute,
    verify_ledger,
)
from rongcheng.kernel.clock import FixedClock
from tests.foundation.ledger.books import METRO, picture
from tests.foundation.ledger.settling import (
    OFFICER,
    A,
    B,
    C,
    close,
    hospital,
    nets,
    settle,
    take_back,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CLAIM, ASIDE = f"clearing:{A}:{B}:310102", f"disputed:{A}:{B}:310102"
REASON = "同一天两家医院都有住院费用"
LEFT = (CLAIM, ASIDE, f"agency:{B}", f"fund:{A}:310102", f"hospital:{hospital(B)}:fund")


@pytest.fixture(autouse=True)
def opened(clock: FixedClock) -> None:
    """Have an open window."""
    open_window(METRO)


def standing() -> tuple[int, int]:
    """Return what stands as a claim, and what stands aside."""
    return balance(CLAIM), balance(ASIDE)


def test_a_disputed_amount_is_not_netted() -> None:
    entry = settle("ab", A, B, 300)
    settle("ab2", A, B, 50)
    dispute = raise_dispute(entry, f"  {REASON} ", OFFICER)
    assert (dispute.reference, dispute.amount_fen) == ("ref-ab", 300)
    assert (dispute.reason, dispute.outcome, dispute.raised_by) == (REASON, "open", "样例·基金")
    assert standing() == (50, 300)
    close()
    assert nets(1) == {A: 50, B: -50}
    assert [e.kind for e in list_entries("ref-ab")] == ["sample.settlement", "clearing.dispute"]
    assert verify_ledger() == []


def test_a_dispute_after_netting_takes_the_amount_off_the_next_window() -> None:
    entry = settle("ab", A, B, 300)
    close()
    raise_dispute(entry, REASON, OFFICER)
    assert nets(2) == {A: -300, B: 300}
    close()
    accept_dispute(entry, OFFICER)
    assert nets(3) == {A: 300, B: -300}
    close()
    assert standing() == (0, 0)
    assert balance(f"agency:{B}") == 0
    assert verify_ledger() == []


def test_an_accepted_dispute_falls_into_the_window_then_open() -> None:
    entry = settle("ab", A, B, 300)
    raise_dispute(entry, REASON, OFFICER)
    close()
    first = accept_dispute(entry, OFFICER)
    assert first.outcome == "accepted"
    before = picture()
    assert accept_dispute(entry, OFFICER) == first
    with pytest.raises(DisputeDecided):
        uphold_dispute(entry, OFFICER)
    assert picture() == before
    assert nets(2) == {A: 300, B: -300}
    assert verify_ledger() == []


@pytest.mark.parametrize("upheld", [True, False])
@pytest.mark.parametrize("closings", [0, 1, 2])
def test_a_late_reversal_of_a_disputed_settlement_nets_to_zero(upheld: bool, closings: int) -> None:
    entry = settle("ab", A, B, 300)
    if closings == 2:
        close()
    raise_dispute(entry, REASON, OFFICER)
    if closings:
        close()
    if upheld:
        uphold_dispute(entry, OFFICER)
    take_back(entry)
    # What a reversal leaves until it is cleared off: the claim at -x, and x aside.
    assert standing()[1] == 300
    assert clear_off_disputes(METRO, OFFICER) == [entry]
    assert get_dispute(entry).outcome == "cleared"
    assert clear_off_disputes(METRO, OFFICER) == []
    close()
    assert [balance(code) for code in LEFT] == [0] * 5
    assert verify_ledger() == []


def test_closing_clears_off_by_itself() -> None:
    entry = settle("ab", A, B, 300)
    raise_dispute(entry, REASON, OFFICER)
    take_back(entry)
    assert standing() == (-300, 300)
    close()
    assert nets(1) == {}
    assert standing() == (0, 0)
    assert verify_ledger() == []


def test_a_reversal_after_acceptance_leaves_nothing_to_clear_off() -> None:
    entry = settle("ab", A, B, 300)
    raise_dispute(entry, REASON, OFFICER)
    accept_dispute(entry, OFFICER)
    take_back(entry)
    assert clear_off_disputes(METRO, OFFICER) == []
    assert [balance(code) for code in LEFT] == [0] * 5
    assert get_dispute(entry).outcome == "accepted"


def test_a_dispute_is_raised_once() -> None:
    entry = settle("ab", A, B, 300)
    first = raise_dispute(entry, REASON, OFFICER)
    before = picture()
    assert raise_dispute(entry, REASON, OFFICER) == first
    with pytest.raises(ActConflict):
        raise_dispute(entry, "另一个理由", OFFICER)
    assert picture() == before
    assert list_disputes(METRO) == [first]
    assert find_dispute(entry) == first


@pytest.mark.parametrize("reason", ["", "x", "字" * 501, "患者 430302199003071235 已去世"])
def test_a_reason_says_something_and_names_no_person(reason: str) -> None:
    entry = settle("ab", A, B, 300)
    before = picture()
    with pytest.raises(ReasonInvalid):
        raise_dispute(entry, reason, OFFICER)
    assert picture() == before


def test_only_a_standing_claim_is_disputed() -> None:
    home = settle("aa", A, A, 100)
    entry = settle("ab", A, B, 300)
    back = take_back(entry)
    before = picture()
    for wrong in (home, entry, back):
        with pytest.raises(NothingToDispute):
            raise_dispute(wrong, REASON, OFFICER)
    with pytest.raises(EntryUnknown):
        raise_dispute(10**12, REASON, OFFICER)
    with pytest.raises(DisputeUnknown):
        accept_dispute(home, OFFICER)
    assert picture() == before
    assert find_dispute(home) is None
    assert get_entry(home).window_seq == 1


def test_a_pool_lists_its_own_disputes_open_ones_first_page_by_page() -> None:
    entries = [settle(f"ab{n}", A, B, 100 + n) for n in range(5)]
    for entry in (*entries, settle("bc", B, C, 7)):
        raise_dispute(entry, REASON, OFFICER)
    accept_dispute(entries[4], OFFICER)
    uphold_dispute(entries[3], OFFICER)
    take_back(entries[0])
    clear_off_disputes(METRO, OFFICER)
    # What is open, what waits for its reversal, what is over.
    wanted = [entries[n] for n in (2, 1, 3, 4, 0)]
    own = PoolDisputes(METRO, A)
    assert (own.count(), [row.entry_id for row in own.rows()]) == (5, wanted)
    first = own.after(None, 2)
    rest = own.after(first[-1][0], 9)
    assert [row.entry_id for _, row in (*first, *rest)] == wanted
    above = own.before(rest[1][0], 2)
    assert [row.entry_id for _, row in above] == [entries[1], entries[3]]
    assert {row.entry_id: row for row in own.rows()} == {
        row.entry_id: row for row in list_disputes(METRO) if row.entry_id in entries
    }
    assert PoolDisputes(METRO, C).count() == 1
    # 101, 102 and 103 between A and B, and the 7 between B and C.
    assert sum_open_disputes(METRO) == (4, 313)
