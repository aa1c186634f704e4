"""Items to take along (导出事项): whole, as lists that `importing` reads back to the same items."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rongcheng.policy.item_types import ServiceItem
from rongcheng.policy.pack import canonical
from rongcheng.policy.records import Record
from rongcheng.services.government.catalogue_editor.cells import Cell, cell_of
from rongcheng.services.government.catalogue_editor.columns import (
    MAIN,
    ItemSheet,
    heading,
    item_sheets,
)

Lists = list[tuple[str, Sequence[Sequence[Cell]]]]


def lists_of(items: Iterable[ServiceItem]) -> Lists:
    """Return the lists of items with their headings, `items` first."""
    plains = [json.loads(canonical(Record(ServiceItem).plain(item))) for item in items]
    return lists_of_plain(plains)


def lists_of_plain(plains: Sequence[dict[str, Any]]) -> Lists:
    """Return the lists of items given in plain form, also of drafts that have faults."""
    return [
        (sheet.name, [[heading(c) for c in sheet.columns], *_rows(sheet, plains)])
        for sheet in item_sheets()
    ]


def _rows(sheet: ItemSheet, plains: Iterable[dict[str, Any]]) -> Iterator[list[Cell]]:
    for plain in plains:
        head = {key: value for key, value in plain.items() if key != "versions"}
        for version in plain["versions"]:
            if sheet.name == MAIN:
                yield [cell_of({**version, **head}, column) for column in sheet.columns]
                continue
            owner = {"id": plain["id"], "from": version["from"]}
            for inner in version.get(sheet.name, ()):
                row = {**owner, sheet.name: inner}
                yield [cell_of(row, column) for column in sheet.columns]
