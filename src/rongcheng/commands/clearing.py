"""`rongcheng clear`: closes a metro's clearing window, nets it and writes the statements (清算)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO, NamedTuple, cast

from rongcheng.commands.errors import FolderUnwritable
from rongcheng.commands.output import say
from rongcheng.foundation.institutions.public import list_institutions
from rongcheng.foundation.ledger.public import (
    Statement,
    StatementRow,
    close_period,
    institution_statement,
    list_institution_dues,
    list_nets,
    list_pair_positions,
    pair_statement,
    pool_statement,
)
from rongcheng.kernel.money import display_yuan
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.portal.clearing.looks import recorded_rows
from rongcheng.portal.clearing.statement_table import statement_table
from rongcheng.portal.clearing.tables import (
    institutions_table,
    matrix_table,
    nets_table,
    pairs_table,
)
from rongcheng.runtime.console import chosen_language, line
from rongcheng.web.actor import SYSTEM
from rongcheng.web.export import write_xlsx
from rongcheng.web.i18n import activate, pick, restore
from rongcheng.web.tables import Table


class Sheet(NamedTuple):
    """One file of a window's statements."""

    name: str
    table: Table


def clear(metro: str, until: date, folder: Path | None) -> int:
    """Close and net the window for the period up to a day, and write its statements.

    Run again for the same day it writes the same files and moves nothing; what an earlier run
    left undone it does now.
    """
    book = current_book(metro)
    seq = close_period(metro, until, SYSTEM)
    chosen = folder or Path("statements") / f"{metro}-{seq}"
    count = write_statements(chosen, metro, seq)
    _report(book, seq)
    say(line("cleared", seq=seq, until=until, count=count, folder=chosen))
    return 0


def write_statements(folder: Path, metro: str, seq: int) -> int:
    """Write a window's statements in the reader's language and return how many they are."""
    token = activate(chosen_language())
    try:
        return _write(folder, current_book(metro), seq)
    finally:
        restore(token)


def _write(folder: Path, book: PolicyBook, seq: int) -> int:
    """Write every sheet beside its name and then in its place, so that none is half there."""
    count = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for sheet in _sheets(book, seq):
            final = folder / f"{sheet.name}.xlsx"
            partial = final.with_suffix(".part")
            with partial.open("wb") as target:
                write_xlsx(sheet.table, cast("IO[bytes]", target))
            os.replace(partial, final)
            count += 1
    except OSError as failure:
        raise FolderUnwritable(folder=folder, reason=failure.strerror or "") from failure
    return count


def _sheets(book: PolicyBook, seq: int) -> Iterator[Sheet]:
    metro = book.metro
    positions = list_pair_positions(metro, seq)
    nets = list_nets(metro, seq)
    places = list_institutions(metro)
    names = {p.code: pick({"zh": p.title_zh, "en": p.title_en}) for p in places}
    dues = list_institution_dues(metro, seq)
    yield Sheet("matrix", matrix_table(book, positions))
    yield Sheet("nets", nets_table(book, nets))
    yield Sheet("pairs", pairs_table(book, seq, positions, lambda pools: False))
    yield Sheet("institutions", institutions_table(seq, dues, names))
    for row in positions:
        if row.entries:
            rows = _recorded(pair_statement(metro, seq, row.pair))
            name = "-".join(("pair", *row.pair)).rstrip("-")
            yield Sheet(name, statement_table(book, name, rows, linked=False))
    for net in nets:
        rows = _recorded(pool_statement(metro, seq, net.pool))
        yield Sheet(f"pool-{net.pool}", statement_table(book, net.pool, rows, linked=False))
    for due in dues:
        rows = _recorded(institution_statement(metro, seq, due.code))
        yield Sheet(f"institution-{due.code}", statement_table(book, due.code, rows, linked=False))


def _recorded(statement: Statement) -> Iterator[StatementRow]:
    return recorded_rows(statement.rows(), SYSTEM, application="cli")


def _report(book: PolicyBook, seq: int) -> None:
    """Say what each pool pays or receives."""
    titles = {pool.code: pick(pool.title, chosen_language()) for pool in book.pools()}
    for net in list_nets(book.metro, seq):
        word = "net_pays" if net.net_fen > 0 else "net_receives"
        if net.net_fen:
            amount = display_yuan(abs(net.net_fen))
            say(line(word, pool=titles.get(net.pool, net.pool), amount=amount))
