"""Puts what was measured into the documents (性能表格): tables between markers, charts as pictures.

    make bench ARGS=--tables

In README.md, README.zh.md and docs/benchmarks.md a table stands between `<!-- bench NAME -->` and
`<!-- /bench -->`; NAME is a result, or several with blanks between. A test compares them with the
results.
"""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.charts import draw_all
from benchmarks.report import RESULTS, Row, read, table

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "README.zh.md", "docs/benchmarks.md")
PLACE = re.compile(r"(<!-- bench ([a-z ]+) -->\n).*?(<!-- /bench -->)", re.DOTALL)
MEASURED = "Measured {on}: {processor}, {cores} cores, {memory}, Python {python}."


def write_all() -> None:
    """Make the tables of all documents anew, and the charts."""
    for name in DOCUMENTS:
        file = PROJECT / name
        file.write_text(with_tables(file.read_text("utf-8")), "utf-8")
    draw_all(PROJECT / "docs" / "images")


def with_tables(text: str, folder: Path = RESULTS) -> str:
    """Return a document with the tables of what was measured; the rest as it is."""
    return PLACE.sub(lambda found: found[1] + table_of(found[2].split(), folder) + found[3], text)


def table_of(names: list[str], folder: Path = RESULTS) -> str:
    """Return one table of several results and the machine; empty before they are measured."""
    kept = [result for result in (read(name, folder) for name in names) if result is not None]
    if not kept:
        return ""
    rows = [Row(**row) for result in kept for row in result["rows"]]
    machines = {MEASURED.format(on=r["measured_on"], **r["machine"]) for r in kept}
    return "\n" + table(rows) + "\n\n" + " ".join(sorted(machines)) + "\n\n"
