"""Server time of pages over a big data set, as one of the programs (页面)."""

from __future__ import annotations

from benchmarks import pages
from benchmarks.options import Options
from benchmarks.report import Result, Row


def run(options: Options) -> Result:
    """Load as many settlements as `rows` says, by a tenth as many residents, visit the pages."""
    found = pages.run(
        residents=max(1_000, options.rows // 10),
        settlements=options.rows,
        folder=options.folder / "pages",
    )
    return Result("pages", [Row(*row) for row in found], {"settlements": options.rows})
