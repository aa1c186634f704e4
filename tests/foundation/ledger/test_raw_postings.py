"""Entries and postings by raw SQL: whatever does not fit is refused by the database itself, and
a refusal changes nothing."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection, transaction

from rongcheng.foundation.ledger.public import balance, verify_ledger
from tests.foundation.ledger.books import ACCOUNT, CASH, FUND, METRO, refused
from tests.foundation.ledger.raw import ENTRY, LINE, new_entry, sql

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("old_entry")]


def test_a_balanced_entry_by_hand_is_accepted_and_moves_the_personal_balance() -> None:
    with transaction.atomic():
        entry = new_entry(2)
        sql(LINE, entry, 1, -40, ACCOUNT)
        sql(LINE, entry, 2, 40, FUND)
    assert balance(ACCOUNT) == 60
    assert verify_ledger() == []


def test_an_unbalanced_entry_is_refused_at_commit() -> None:
    with refused("RC005"), transaction.atomic():
        entry = new_entry(2)
        sql(LINE, entry, 1, 40, ACCOUNT)
        sql(LINE, entry, 2, -39, FUND)


def test_an_entry_without_postings_is_refused_at_commit() -> None:
    with refused("RC005"), transaction.atomic():
        new_entry(2)


def test_an_entry_that_lacks_a_line_is_refused_at_commit() -> None:
    with refused("RC005"), transaction.atomic():
        entry = new_entry(3)
        sql(LINE, entry, 1, 40, ACCOUNT)
        sql(LINE, entry, 2, -40, FUND)


def test_an_entry_whose_lines_were_rolled_back_is_refused_at_commit() -> None:
    with refused("RC005"), transaction.atomic():
        entry = new_entry(2)
        sid = transaction.savepoint()
        sql(LINE, entry, 1, 40, ACCOUNT)
        sql(LINE, entry, 2, -40, FUND)
        sql("set constraints all immediate")
        transaction.savepoint_rollback(sid)


@pytest.mark.parametrize("lines", [1, 0, -1, 1001])
def test_an_entry_has_two_to_a_thousand_lines(lines: int) -> None:
    with refused("23514"), transaction.atomic():
        new_entry(lines)


def test_a_late_posting_into_an_old_entry_is_refused(old_entry: int) -> None:
    with refused("RC008"), transaction.atomic():
        sql(LINE, old_entry, 3, 5, FUND)


def test_a_late_balanced_pair_into_an_old_entry_is_refused(old_entry: int) -> None:
    with refused("RC008"), transaction.atomic():
        sql(LINE, old_entry, 3, 5, FUND)
        sql(LINE, old_entry, 4, -5, CASH)


@pytest.mark.parametrize("line", [0, -1, 32767])
def test_a_late_posting_finds_no_other_line_either(old_entry: int, line: int) -> None:
    with refused("RC008"), transaction.atomic():
        sql(LINE, old_entry, line, 5, FUND)


def test_a_late_posting_on_a_used_line_is_refused(old_entry: int) -> None:
    with refused("23505"), transaction.atomic():
        sql(LINE, old_entry, 1, 5, FUND)


def test_a_late_posting_by_copy_is_refused(old_entry: int) -> None:
    account = sql("select id from ledger_account where code = %s", FUND)[0][0]
    with (
        refused("RC008"),
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy("copy ledger_posting (entry_id, line, account_id, amount_fen) from stdin") as c,
    ):
        c.write_row((old_entry, 3, account, 5))


def test_a_checked_entry_takes_no_more_lines_in_its_own_transaction() -> None:
    with refused("RC008"), transaction.atomic():
        entry = new_entry(2)
        sql(LINE, entry, 1, 40, ACCOUNT)
        sql(LINE, entry, 2, -40, FUND)
        sql("set constraints all immediate")
        sql(LINE, entry, 3, 5, FUND)
        sql(LINE, entry, 4, -5, ACCOUNT)


def test_a_posting_into_the_unfinished_entry_of_another_transaction_is_refused() -> None:
    with psycopg.connect(**connection.get_connection_params()) as other:
        row = other.execute(ENTRY, ("other", METRO, 2)).fetchone()
        assert row is not None
        with refused("RC008"), transaction.atomic():
            sql(LINE, row[0], 1, 5, FUND)
        other.rollback()


def test_a_posting_without_an_entry_is_refused() -> None:
    with refused("RC008"), transaction.atomic():
        sql(LINE, 999_999, 1, 5, FUND)


def test_a_posting_to_an_unknown_account_is_refused() -> None:
    with refused("RC009"), transaction.atomic():
        entry = new_entry(2)
        sql(
            "insert into ledger_posting (entry_id, line, account_id, amount_fen) "
            "values (%s, 1, 0, 5)",
            entry,
        )


@pytest.mark.parametrize("amount", [0, 9_000_000_000_001, -9_000_000_000_001])
def test_an_amount_moves_money_within_the_bounds(amount: int) -> None:
    with refused("23514"), transaction.atomic():
        sql(LINE, new_entry(2), 1, amount, FUND)


def test_a_reversal_that_does_not_mirror_is_refused_at_commit(old_entry: int) -> None:
    with refused("RC010"), transaction.atomic():
        sql(
            "select ledger_post('rev', '\\x00', %s, 'k', 'r', now(), %s, %s::bigint[], %s)",
            METRO,
            [FUND, ACCOUNT],
            [99, -99],
            old_entry,
        )


def test_the_window_id_and_time_of_an_entry_are_the_databases_own(old_entry: int) -> None:
    with transaction.atomic():
        sql(
            "insert into ledger_entry (id, key, body_hash, metro, kind, reference, occurred_at, "
            "recorded_at, lines) "
            "values (-7, 'own', '\\x00', %s, 'raw', 'raw', now(), '1999-01-01', 2)",
            METRO,
        )
        entry, year = sql(
            "select id, extract(year from recorded_at) from ledger_entry where key = 'own'"
        )[0]
        sql(LINE, entry, 1, 5, FUND)
        sql(LINE, entry, 2, -5, ACCOUNT)
    assert isinstance(entry, int)
    assert entry > old_entry
    assert int(str(year)) > 2000


def test_an_account_code_has_one_form() -> None:
    for code in ["nokind", "Fund:1", "fund:", "fund:有字", "fund:a b", ":x"]:
        with refused("23514"), transaction.atomic():
            sql("insert into ledger_account (code, kind) values (%s, 'x')", code)
