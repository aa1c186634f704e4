"""`verify_ledger` finds damage to clearing, done here with the triggers switched off."""

from __future__ import annotations

import pytest
from django.db import connection

from rongcheng.foundation.ledger.public import (
    confirm_payment,
    open_window,
    pay_institution,
    verify_ledger,
)
from rongcheng.kernel.clock import FixedClock
from tests.foundation.append_only import triggers_off
from tests.foundation.ledger.books import METRO, TABLES
from tests.foundation.ledger.settling import OFFICER, A, B, close, hospital, settle

pytestmark = pytest.mark.django_db

NETTING = f"(select id from ledger_entry where key = 'clearing:net:{METRO}:1')"
PAID = "(select entry_id from ledger_clearing_act where kind = 'pay')"


def line(entry: str, code: str) -> str:
    """Return the condition of one line of an entry."""
    account = f"(select id from ledger_account where code = '{code}')"
    return f"entry_id = {entry} and account_id = {account}"


def change(entry: str, *codes: str) -> str:
    """Return a statement that doubles lines of an entry."""
    where = " or ".join(f"({line(entry, code)})" for code in codes)
    return f"update ledger_posting set amount_fen = amount_fen * 2 where {where}"


CLAIM, AGENCY = f"clearing:{A}:{B}:310102", f"agency:{B}"
DAMAGES = {
    "a netting of other claims": (
        change(NETTING, CLAIM, AGENCY),
        {"ledger.V011", "ledger.V012", "ledger.V015"},
    ),
    "nets of other amounts": (change(NETTING, f"net:{A}", f"net:{B}"), {"ledger.V012"}),
    "nets that do not sum to zero": (
        change(NETTING, f"net:{A}"),
        {"ledger.V001", "ledger.V004", "ledger.V012"},
    ),
    "a payment above the net": (change(PAID, f"net:{A}", f"paid:{A}"), {"ledger.V013"}),
    "a payment on the other side": (
        f"update ledger_posting set amount_fen = -amount_fen where entry_id = {PAID}",
        {"ledger.V013"},
    ),
    "an institution paid too much": (
        "update ledger_clearing_act set amount_fen = amount_fen + 1 where kind = 'pay_institution'",
        {"ledger.V014"},
    ),
    "a changed position": (
        f"update ledger_position set movement_fen = movement_fen + 1 where code = '{CLAIM}'",
        {"ledger.V015"},
    ),
    "a changed opening": (
        f"update ledger_position set opening_fen = 5 where code = '{CLAIM}'",
        {"ledger.V015"},
    ),
    "a lost position": (
        f"delete from ledger_position where code = '{CLAIM}'",
        {"ledger.V015"},
    ),
    "a lost act": ("delete from ledger_clearing_act where kind = 'pay'", {"ledger.V016"}),
    "an act of another entry": (
        "update ledger_clearing_act set entry_id = entry_id + 1000 where kind = 'pay'",
        {"ledger.V016"},
    ),
    "a tally of entries that are not there": (
        "insert into ledger_tally (window_id, account_id, settled_fen, movement_fen, entries) "
        "select max(w.id), max(a.id), 0, 1, 1 from ledger_window w, ledger_account a",
        {"ledger.V017"},
    ),
}


@pytest.fixture(autouse=True)
def cleared(clock: FixedClock) -> None:
    """Have a window that is netted and partly paid, and one after it."""
    open_window(METRO)
    settle("ab", A, B, 300)
    close()
    confirm_payment(METRO, 1, A, amount_fen=200, bank_reference="BANK-1", actor=OFFICER)
    pay_institution(METRO, 1, hospital(B), pool=B, bank_reference="BANK-2", actor=OFFICER)
    settle("ab2", A, B, 40)
    close()


def test_a_cleared_ledger_has_no_faults() -> None:
    assert verify_ledger() == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_to_clearing_is_found(damage: str) -> None:
    statement, expected = DAMAGES[damage]
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        with triggers_off(*TABLES):
            cursor.execute(statement)
    faults = verify_ledger()
    assert {fault.code for fault in faults} == expected
    assert all(fault.reference and fault.zh and fault.en for fault in faults)
