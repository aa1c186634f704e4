"""`verify_ledger` finds every kind of damage, done here with the triggers switched off."""

from __future__ import annotations

import pytest
from django.db import connection

from rongcheng.foundation.ledger.public import (
    LedgerFault,
    close_window,
    open_window,
    reverse_entry,
    verify_ledger,
)
from rongcheng.foundation.ledger.verify import CHECKS
from tests.foundation.append_only import triggers_off
from tests.foundation.ledger.books import ACCOUNT, CASH, FUND, METRO, NOON, TABLES, grant, post
from tests.foundation.ledger.test_verify_clearing import DAMAGES as DAMAGES_OF_CLEARING

pytestmark = pytest.mark.django_db

ENTRY = "(select id from ledger_entry where key = '{}')"
S1, S2, R2 = (ENTRY.format(key) for key in ("s1", "s2", "r2"))
DAMAGES = {
    "a changed amount": (
        f"update ledger_posting set amount_fen = 21 where entry_id = {S1} and line = 2",
        {"ledger.V001", "ledger.V004"},
    ),
    "a lost posting pair": (
        f"delete from ledger_posting where entry_id = {S1}",
        {"ledger.V002", "ledger.V006"},
    ),
    "a lost entry": (
        f"delete from ledger_entry where id = {S1}",
        {"ledger.V003", "ledger.V005"},
    ),
    "a lost account": (
        f"delete from ledger_account where code = '{CASH}'",
        {"ledger.V003"},
    ),
    "a changed balance": (
        "update ledger_personal_balance set balance_fen = 1000000",
        {"ledger.V006"},
    ),
    "a lost balance": ("delete from ledger_personal_balance", {"ledger.V006"}),
    "an entry moved into the next window": (
        f"update ledger_entry set window_id = (select max(id) from ledger_window) where id = {S1}",
        {"ledger.V007"},
    ),
    "an entry moved into the window before": (
        f"update ledger_entry set window_id = (select min(id) from ledger_window) where id = {S2}",
        {"ledger.V007"},
    ),
    "a lost window": (
        "delete from ledger_window where seq = 1",
        {"ledger.V007", "ledger.V008", "ledger.V005"},
    ),
    "a reversal of other money": (
        f"update ledger_posting set amount_fen = amount_fen * 2 where entry_id = {R2}",
        {"ledger.V009", "ledger.V006"},
    ),
    "an account of another kind": (
        f"update ledger_account set kind = 'cash' where code = '{FUND}'",
        {"ledger.V010"},
    ),
}


@pytest.fixture(autouse=True)
def sound_ledger() -> None:
    """Have two windows with entries in both, and a reversal."""
    open_window(METRO)
    grant(100)
    post("s1", (ACCOUNT, -20), (CASH, 20))
    close_window(METRO)
    entry = post("s2", (ACCOUNT, -30), (CASH, 30))
    reverse_entry(entry_id=entry, key="r2", kind="reversal", occurred_at=NOON)


def test_a_sound_ledger_has_no_faults() -> None:
    assert verify_ledger() == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_found(damage: str) -> None:
    statement, expected = DAMAGES[damage]
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        with triggers_off(*TABLES):
            cursor.execute(statement)
    faults = verify_ledger()
    assert {fault.code for fault in faults} == expected
    assert all(fault.reference and fault.zh and fault.en for fault in faults)


def test_every_check_is_tried_by_some_damage() -> None:
    damages = [*DAMAGES.values(), *DAMAGES_OF_CLEARING.values()]
    tried = set().union(*(codes for _, codes in damages))
    assert tried == {check.code for check in CHECKS}


def test_a_fault_names_what_is_wrong() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        with triggers_off(*TABLES):
            cursor.execute("update ledger_personal_balance set balance_fen = 7")
    assert verify_ledger() == [
        LedgerFault(
            "ledger.V006",
            "个人账户余额与分录不符",
            "a stored personal balance is not the sum of its postings",
            ACCOUNT,
        )
    ]
