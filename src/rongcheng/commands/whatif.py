"""`rongcheng whatif`: what the changes cost over a file of visits, as lists and pictures."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table as Grid

from rongcheng.commands.batch import bar_of, bytes_of
from rongcheng.commands.drafts import Books
from rongcheng.commands.output import OUT, say
from rongcheng.runtime.console import chosen_language
from rongcheng.scale.public import Engine, Source, find_order, open_source, settle_chunks
from rongcheng.scale.whatif.errors import TargetTaken
from rongcheng.scale.whatif.findings import Findings
from rongcheng.scale.whatif.pictures import write_pictures
from rongcheng.scale.whatif.policies import Pair
from rongcheng.scale.whatif.showing import headline, left_notes
from rongcheng.scale.whatif.tables import all_tables, division_table, funds_table, residents_table
from rongcheng.scale.whatif.words import large_money
from rongcheng.scale.whatif.workbook import workbook_bytes
from rongcheng.web import i18n
from rongcheng.web.tables import Table, cell_text

WORKBOOK = "whatif.xlsx"
# Group, fund before, after and change, residents who pay less and more: what a terminal holds.
_NARROW = (0, 3, 4, 5, 7, 8)


def compare_file(
    books: Books, visits: str, out: Path | None, *, threads: int, memory_gib: float
) -> int:
    """Compare both policies over a file, print what they come to, and write the rest to a folder.

    Raises what reading the file raises, TargetTaken, MemoryTooSmall.
    """
    token = i18n.activate(chosen_language())
    source = open_source(visits)
    if out is not None:
        _make_folder(out)
    with tempfile.TemporaryDirectory(dir=out) as folder:
        engine = Engine(threads, bytes_of(memory_gib), Path(folder))
        engine.check()
        findings, without_effect = _compare(books, source, engine)
    _print(books, findings, without_effect)
    if out is not None:
        _write(books, findings, out)
    i18n.restore(token)
    return 0


def _compare(books: Books, source: Source, engine: Engine) -> tuple[Findings, list[str]]:
    pair = Pair(books.before, books.after, rows=source.rows)
    with bar_of(source.rows) as progress:
        engine = engine._replace(sorting=progress.sorting)
        order = find_order(source, in_parallel=engine.threads > 1)
        done = 0
        for chunk in settle_chunks(source, [pair.before, pair.after], engine, order):
            before, after = zip(chunk.results, chunk.faults, strict=True)
            pair.comparison.take(chunk.visits, before, after)
            done += len(chunk.visits.person)
            progress.settling(done)
    keys = [change.key for change in books.changes]
    return pair.comparison.findings(), pair.undecided_keys(keys)


def _print(books: Books, findings: Findings, without_effect: list[str]) -> None:
    say(headline(findings))
    for key in without_effect:
        parameter = books.before.parameter(key)
        title = i18n.pick(parameter.title) if parameter else key
        say(i18n.t("scale.whatif.note.without_effect", None, title=title))
    for note in left_notes(findings):
        say(note)
    OUT.print(_grid(funds_table(findings)))
    for division in ("pool", "scheme", "tier", "age", "means"):
        table = division_table(books.before, findings, division)
        OUT.print(_grid(table, _NARROW))
    OUT.print(_grid(residents_table(findings)))


def _grid(table: Table, places: Sequence[int] | None = None) -> Grid:
    """Return a list as the terminal shows it; `places` are the columns that fit."""
    grid = Grid(title=table.caption, title_justify="left")
    lang = i18n.language()
    chosen = places or range(len(table.columns))
    for place in chosen:
        column = table.columns[place]
        grid.add_column(column.title, justify="right" if column.numeric else "left")
    for row in table.rows:
        grid.add_row(
            *(
                large_money(int(str(row[place])), lang)
                if table.columns[place].kind == "fen"
                else cell_text(row[place], table.columns[place].kind, lang)
                for place in chosen
            )
        )
    return grid


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TargetTaken(folder=out, reason=error.strerror or "") from error


def _write(books: Books, findings: Findings, out: Path) -> None:
    try:
        tables = all_tables(books.before, findings, books.changes)
        (out / WORKBOOK).write_bytes(workbook_bytes(tables))
        written = write_pictures(books.before, findings, out)
    except OSError as error:
        raise TargetTaken(folder=out, reason=error.strerror or "") from error
    for file in (out / WORKBOOK, *written):
        say(str(file))
