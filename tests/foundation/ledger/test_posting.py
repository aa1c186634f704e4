"""Posting and reversing: once for each key, whole or not at all."""

from __future__ import annotations

import pytest

from rongcheng.foundation.ledger.public import (
    BalanceTooLow,
    EntryAlreadyReversed,
    EntryUnbalanced,
    EntryUnknown,
    KeyUsedForAnotherBody,
    LineInvalid,
    NoOpenWindow,
    NothingToPost,
    PostingLine,
    balance,
    balances,
    get_entry,
    list_entries,
    open_window,
    reverse_entry,
    verify_ledger,
)
from rongcheng.kernel.errors import AmountOutOfRange, Fault, RongchengError
from tests.foundation.ledger.books import (
    ACCOUNT,
    CASH,
    FUND,
    HOSPITAL,
    METRO,
    NOON,
    grant,
    picture,
    post,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def window() -> None:
    """Have an open clearing window."""
    open_window(METRO)


def test_a_settlement_moves_money_between_all_its_accounts() -> None:
    grant(50_000)
    entry = post("s1", (FUND, -2_400), (ACCOUNT, -9_050), (CASH, -9_050), (HOSPITAL, 20_500))
    assert balances([FUND, ACCOUNT, CASH, HOSPITAL, "aid:NOBODY"]) == {
        FUND: -52_400,
        ACCOUNT: 40_950,
        CASH: -9_050,
        HOSPITAL: 20_500,
        "aid:NOBODY": 0,
    }
    stored = get_entry(entry)
    assert stored.lines == (
        PostingLine(FUND, -2_400),
        PostingLine(ACCOUNT, -9_050),
        PostingLine(CASH, -9_050),
        PostingLine(HOSPITAL, 20_500),
    )
    assert (stored.key, stored.window_seq, stored.occurred_at) == ("s1", 1, NOON)
    assert list_entries("ref-s1") == [stored]
    assert verify_ledger() == []


def test_the_same_request_again_gets_the_first_answer() -> None:
    first = post("s1", (FUND, -5), (HOSPITAL, 5))
    before = picture()
    assert post("s1", (FUND, -5), (HOSPITAL, 5)) == first
    assert picture() == before


@pytest.mark.parametrize(
    "lines",
    [
        [(FUND, -6), (HOSPITAL, 6)],
        [(HOSPITAL, 5), (FUND, -5)],
        [(FUND, -5), (CASH, 5)],
        [(FUND, -5), (HOSPITAL, 5), (CASH, 0)],
    ],
)
def test_the_same_key_with_another_body_is_a_conflict(lines: list[tuple[str, int]]) -> None:
    post("s1", (FUND, -5), (HOSPITAL, 5))
    before = picture()
    with pytest.raises(KeyUsedForAnotherBody) as caught:
        post("s1", *lines)
    assert caught.value.fault is Fault.CALLER
    assert "s1" in caught.value.message("zh")
    assert picture() == before


def test_lines_of_zero_are_left_out() -> None:
    entry = post("s1", (FUND, -5), (CASH, 0), (HOSPITAL, 5), ("aid:SAMPLE-PSN-1", 0))
    assert get_entry(entry).lines == (PostingLine(FUND, -5), PostingLine(HOSPITAL, 5))


def test_an_account_may_stand_on_two_lines() -> None:
    entry = post("s1", (ACCOUNT, 7), (FUND, -10), (ACCOUNT, 3))
    assert balance(ACCOUNT) == 10
    assert [line.amount_fen for line in get_entry(entry).lines] == [7, -10, 3]


def test_a_personal_account_may_pay_what_the_same_entry_gives_it() -> None:
    post("s1", (ACCOUNT, -3), (ACCOUNT, 3), (FUND, -1), (CASH, 1))
    assert balance(ACCOUNT) == 0


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ([], NothingToPost),
        ([(FUND, 0), (HOSPITAL, 0)], NothingToPost),
        ([(FUND, -5), (HOSPITAL, 4)], EntryUnbalanced),
        ([(FUND, -5)], EntryUnbalanced),
        ([(ACCOUNT, -51), (CASH, 51)], BalanceTooLow),
        ([("Fund:1", -5), (CASH, 5)], LineInvalid),
        ([("no kind", -5), (CASH, 5)], LineInvalid),
        ([(FUND, -9_000_000_000_001), (CASH, 9_000_000_000_001)], AmountOutOfRange),
    ],
)
def test_a_refused_entry_changes_nothing(
    lines: list[tuple[str, int]], error: type[RongchengError]
) -> None:
    grant(50)
    before = picture()
    with pytest.raises(error):
        post("s1", *lines)
    assert picture() == before


def test_more_than_a_thousand_lines_are_refused() -> None:
    before = picture()
    with pytest.raises(LineInvalid):
        post("s1", *[(FUND, 1)] * 500, *[(CASH, -1)] * 501, (FUND, 1))
    assert picture() == before


def test_a_metro_without_a_window_cannot_post() -> None:
    before = picture()
    with pytest.raises(NoOpenWindow):
        post("s1", (FUND, -5), (HOSPITAL, 5), metro="othermetro")
    assert picture() == before


def test_a_reversal_is_the_mirror_image_and_happens_once() -> None:
    grant(50_000)
    entry = post("s1", (FUND, -2_400), (ACCOUNT, -9_050), (HOSPITAL, 11_450))
    reversal = reverse_entry(entry_id=entry, key="r1", kind="reversal", occurred_at=NOON)
    assert get_entry(reversal).reverses == entry
    assert get_entry(reversal).lines == (
        PostingLine(FUND, 2_400),
        PostingLine(ACCOUNT, 9_050),
        PostingLine(HOSPITAL, -11_450),
    )
    assert balances([ACCOUNT, HOSPITAL]) == {ACCOUNT: 50_000, HOSPITAL: 0}
    before = picture()
    again = reverse_entry(entry_id=entry, key="r1", kind="reversal", occurred_at=NOON)
    assert again == reversal
    with pytest.raises(EntryAlreadyReversed):
        reverse_entry(entry_id=entry, key="r2", kind="reversal", occurred_at=NOON)
    assert picture() == before
    assert verify_ledger() == []


def test_money_already_spent_cannot_be_taken_back() -> None:
    entry = grant(100)
    post("s1", (ACCOUNT, -60), (CASH, 60))
    before = picture()
    with pytest.raises(BalanceTooLow):
        reverse_entry(entry_id=entry, key="r1", kind="reversal", occurred_at=NOON)
    assert picture() == before


def test_an_unknown_entry_cannot_be_reversed() -> None:
    with pytest.raises(EntryUnknown):
        reverse_entry(entry_id=-1, key="r1", kind="reversal", occurred_at=NOON)
    with pytest.raises(EntryUnknown):
        get_entry(-1)
