"""Changes by raw SQL: what is recorded stays, and a closed window stays closed."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import connection, transaction

from rongcheng.foundation.ledger.public import balance, close_window, open_window, verify_ledger
from tests.foundation.ledger.books import (
    ACCOUNT,
    CASH,
    FUND,
    METRO,
    TABLES,
    picture,
    post,
    refused,
)
from tests.foundation.ledger.raw import LINE, new_entry, sql

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("old_entry")]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("ledger_account", "code"),
        ("ledger_entry", "kind"),
        ("ledger_entry", "window_id"),
        ("ledger_posting", "amount_fen"),
    ],
)
def test_no_row_is_ever_updated(table: str, column: str) -> None:
    with refused("RC007"), transaction.atomic():
        sql(f"update {table} set {column} = {column}")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["delete from", "truncate"])
def test_no_row_is_ever_deleted(table: str, verb: str) -> None:
    with refused("RC007"), transaction.atomic():
        sql(f"{verb} {table}" + (" cascade" if verb == "truncate" else ""))


def test_an_upsert_is_an_update() -> None:
    with refused("RC007"), transaction.atomic():
        sql(
            "insert into ledger_account (code, kind) values (%s, '') on conflict (code) "
            "do update set code = 'fund:stolen'",
            FUND,
        )


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger_personal_balance set balance_fen = 1000000",
        "insert into ledger_personal_balance (account_id, balance_fen) "
        "select id, 5 from ledger_account where kind = 'fund'",
    ],
)
def test_a_balance_changes_by_posting_only(statement: str) -> None:
    with refused("RC012"), transaction.atomic():
        sql(statement)


def test_a_personal_balance_never_falls_below_zero() -> None:
    with refused("23514"), transaction.atomic():
        entry = new_entry(2)
        sql(LINE, entry, 1, -101, ACCOUNT)
        sql(LINE, entry, 2, 101, FUND)


def test_an_entry_into_a_closed_window_is_refused() -> None:
    closed = close_window(METRO)
    with refused("RC003"), transaction.atomic():
        sql(
            "insert into ledger_entry (id, key, body_hash, metro, window_id, kind, reference, "
            "occurred_at, lines) values (0, 'x', '\\x00', %s, %s, 'raw', 'raw', now(), 2)",
            METRO,
            closed.id,
        )


@pytest.mark.parametrize(
    "change",
    [
        "closed_at = null",
        "label = 'other'",
        "closed_at = now()",
        "metro = 'other', closed_at = now()",
    ],
)
def test_a_closed_window_stays_as_it_is(change: str) -> None:
    close_window(METRO)
    with refused("RC011"), transaction.atomic():
        sql(f"update ledger_window set {change} where seq = 1")


def test_a_second_open_window_is_refused() -> None:
    with refused("23505"), transaction.atomic():
        sql(
            "insert into ledger_window (metro, seq, label, opened_at) values (%s, 9, 'x', now())",
            METRO,
        )


def test_a_window_closed_by_hand_waits_for_postings_under_way() -> None:
    with psycopg.connect(**connection.get_connection_params()) as poster:
        poster.execute(
            "select ledger_post('slow', '\\x00', %s, 'k', 'r', now(), %s, %s)",
            (METRO, [FUND, CASH], [-5, 5]),
        )
        closed = threading.Event()

        def close() -> None:
            with psycopg.connect(**connection.get_connection_params()) as closer:
                closer.execute(
                    "update ledger_window set closed_at = now() where metro = %s", (METRO,)
                )
            closed.set()

        closing = threading.Thread(target=close)
        closing.start()
        assert not closed.wait(0.5)
        poster.commit()
        closing.join(30)
    assert closed.is_set()
    # Closed by hand, it has no successor yet: the check says so until one is opened.
    assert [fault.code for fault in verify_ledger()] == ["ledger.V008"]
    open_window(METRO)
    assert verify_ledger() == []
    assert sql(
        "select seq from ledger_window w join ledger_entry e on e.window_id = w.id "
        "where e.key = 'slow'"
    ) == [(1,)]


def test_a_frozen_snapshot_cannot_post() -> None:
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        before = picture()
        with pytest.raises(psycopg.Error) as caught:
            other.execute(
                "select ledger_post('frozen', '\\x00', %s, 'k', 'r', now(), %s, %s)",
                (METRO, [FUND, CASH], [-5, 5]),
            )
    assert caught.value.sqlstate == "RC006"
    assert picture() == before


def test_posting_still_works_after_all_that() -> None:
    post("later", (ACCOUNT, -100), (CASH, 100))
    assert balance(ACCOUNT) == 0
