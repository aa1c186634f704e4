"""Confirmed payments: never above what is due, once for each bank slip, and all ends at zero."""

from __future__ import annotations

from typing import Any

import pytest

from rongcheng.foundation.ledger.public import (
    ActConflict,
    AmountNotPositive,
    BankReferenceInvalid,
    Marks,
    NothingDue,
    PaymentAboveDue,
    PrefundTooLow,
    WindowNotNetted,
    adjust_prefund,
    balance,
    confirm_payment,
    list_confirmations,
    list_institution_dues,
    list_nets,
    list_prefunds,
    list_statuses,
    open_window,
    pay_institution,
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
    settle,
    take_back,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MARKS = Marks(700_000, 900_000)


@pytest.fixture(autouse=True)
def netted(clock: FixedClock) -> int:
    """Have a netted window: A pays 500, C pays 100, B receives 600. Returns an entry of it."""
    open_window(METRO)
    entry = settle("ab", A, B, 700)
    settle("ba", B, A, 200)
    settle("cb", C, B, 100, number=2)
    close()
    return entry


def confirm(pool: str, amount: int, reference: str, seq: int = 1) -> Any:
    """Confirm a payment between pools."""
    return confirm_payment(
        METRO, seq, pool, amount_fen=amount, bank_reference=reference, actor=OFFICER
    )


def pay(code: str, pool: str, reference: str = "BANK-H", seq: int = 1) -> Any:
    """Pay a hospital."""
    return pay_institution(METRO, seq, code, pool=pool, bank_reference=reference, actor=OFFICER)


def test_when_all_is_confirmed_every_net_is_zero_and_funds_are_what_was_paid() -> None:
    confirm(A, 400, "BANK-1")
    confirm(A, 100, "BANK-2")
    confirm(C, 100, "BANK-3")
    assert list_statuses(METRO)[1].state == "netted"
    confirm(B, 600, "BANK-4")
    for number, (pool, amount) in {1: (A, 200), 2: (B, 700), 3: (B, 100)}.items():
        code = hospital(pool, 2 if number == 3 else 1)
        assert pay(code, pool).amount_fen == amount
    assert [balance(f"net:{pool}") for pool in (A, B, C)] == [0, 0, 0]
    for pool, given in ((A, 700), (B, 200), (C, 100)):
        assert (balance(f"fund:{pool}:310102"), balance(f"paid:{pool}")) == (-given, given)
    assert balance(f"hospital:{hospital(B)}:fund") == 0
    assert list_statuses(METRO)[1].state == "paid"
    assert [c.amount_fen for c in list_confirmations(METRO, 1)] == [400, 100, 100, 600]
    assert verify_ledger() == []


def test_part_of_a_net_leaves_the_rest_due() -> None:
    confirm(B, 250, "BANK-1")
    net = next(net for net in list_nets(METRO, 1) if net.pool == B)
    assert (net.net_fen, net.confirmed_fen, net.left_fen) == (-600, 250, 350)
    assert balance(f"net:{B}") == -350
    assert verify_ledger() == []


def test_a_repeated_slip_is_one_payment() -> None:
    first = confirm(A, 400, "BANK-1")
    before = picture()
    assert confirm(A, 400, " BANK-1 ") == first
    assert picture() == before
    with pytest.raises(ActConflict):
        confirm(A, 399, "BANK-1")
    assert picture() == before


@pytest.mark.parametrize(
    ("pool", "amount", "reference", "refusal"),
    [
        (A, 501, "BANK-1", PaymentAboveDue),
        (A, 0, "BANK-1", AmountNotPositive),
        (A, -5, "BANK-1", AmountNotPositive),
        (A, 5, "", BankReferenceInvalid),
        (A, 5, "a b", BankReferenceInvalid),
        (A, 5, "430302199003071235", BankReferenceInvalid),
        ("439900", 5, "BANK-1", NothingDue),
    ],
)
def test_a_wrong_confirmation_is_refused(
    pool: str, amount: int, reference: str, refusal: type[Exception]
) -> None:
    before = picture()
    with pytest.raises(refusal):
        confirm(pool, amount, reference)
    assert picture() == before


def test_nothing_is_paid_before_netting() -> None:
    settle("ab2", A, B, 50)
    before = picture()
    with pytest.raises(WindowNotNetted):
        confirm(A, 50, "BANK-1", seq=2)
    with pytest.raises(WindowNotNetted):
        pay(hospital(B), B, seq=2)
    assert picture() == before


def test_an_institution_is_paid_once_for_a_window() -> None:
    first = pay(hospital(B), B)
    before = picture()
    assert pay(hospital(B), B) == first
    with pytest.raises(ActConflict):
        pay(hospital(B), B, "BANK-OTHER")
    with pytest.raises(NothingDue):
        pay(hospital(C), C)
    assert picture() == before
    [due] = [due for due in list_institution_dues(METRO, 1) if due.code == hospital(B)]
    assert (due.due_fen, due.paid_fen, due.bank_reference) == (700, 700, "BANK-H")


def test_a_debt_of_an_institution_is_never_paid_but_carried(netted: int) -> None:
    pay(hospital(B), B)
    take_back(netted)
    close()
    before = picture()
    with pytest.raises(NothingDue):
        pay(hospital(B), B, seq=2)
    assert picture() == before
    settle("ab3", A, B, 1_000)
    close()
    assert pay(hospital(B), B, seq=3).amount_fen == 300
    assert balance(f"hospital:{hospital(B)}:fund") == 0
    assert verify_ledger() == []


def prefund(amount: int, reference: str, payer: str = A) -> int:
    """Pay ahead from a pool to B."""
    return adjust_prefund(
        METRO, payer, B, amount_fen=amount, bank_reference=reference, actor=OFFICER
    )


def test_a_prefund_shows_how_much_of_it_is_used() -> None:
    assert prefund(1_000, "PRE-1") == 1_000
    assert prefund(1_000, "PRE-1") == 1_000
    settle("ab2", A, B, 699)
    [use] = list_prefunds(METRO, lambda pool: MARKS)
    assert (use.prefund_fen, use.claims_fen, use.use_ppm, use.mark) == (1_000, 699, 699_000, "fine")
    settle("ab3", A, B, 1)
    assert [use.mark for use in list_prefunds(METRO, lambda pool: MARKS)] == ["yellow"]
    settle("ab4", A, B, 200)
    settle("cb2", C, B, 5)
    marks = {use.payer: use.mark for use in list_prefunds(METRO, lambda pool: MARKS)}
    assert marks == {A: "red", C: "none"}
    assert verify_ledger() == []


def test_a_prefund_gives_back_no_more_than_it_holds() -> None:
    prefund(1_000, "PRE-1")
    before = picture()
    with pytest.raises(PrefundTooLow):
        prefund(-1_001, "PRE-2")
    with pytest.raises(ActConflict):
        prefund(999, "PRE-1")
    assert picture() == before
    assert prefund(-400, "PRE-2") == 600
    assert (balance(f"prefund:{A}:{B}"), balance(f"paid:{A}")) == (-600, 600)
    assert verify_ledger() == []
