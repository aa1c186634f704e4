"""All lists of a comparison as one workbook (测算工作簿), a sheet each."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from rongcheng.web.export import write_workbook
from rongcheng.web.tables import Table


def workbook_bytes(tables: Sequence[tuple[str, Table]]) -> bytes:
    """Return the workbook; each list comes with the name of its sheet."""
    target = BytesIO()
    write_workbook(tables, target)
    return target.getvalue()
