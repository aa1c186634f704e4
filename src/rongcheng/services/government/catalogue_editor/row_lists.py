"""The lists of a draft that are written row by row (草稿的清单): papers, questions, law and so on.

Each function returns a changed copy of the draft's plain form. A row that changed its place or was
taken out is known again by the digest of its list, so that the same wish sent twice is done once.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from rongcheng.policy.item_types import (
    FormField,
    Implementation,
    JointPart,
    Material,
    Procedure,
)
from rongcheng.policy.pack import canonical
from rongcheng.policy.sources import Source

Plain = dict[str, Any]
_DIGEST_LETTERS = 16


class RowList(NamedTuple):
    """One list of an item's version: its key in the file, what a row is, which fields name a row.

    A list that is not `is_kept_empty` is left out of the file when its last row is taken out; one
    that is not `is_ordered` is sorted when it is published.
    """

    name: str
    kind: Any
    keys: tuple[str, ...]
    is_kept_empty: bool = False
    is_ordered: bool = True

    def key(self, row: Plain) -> str:
        """Return what tells a row from the others of its list, as far as it is written."""
        return "/".join(filter(None, (str(row.get(key, "")) for key in self.keys)))


MATERIALS = RowList("materials", Material, ("id",), is_kept_empty=True)
FORM = RowList("form", FormField, ("name",), is_kept_empty=True)
BASIS = RowList("basis", Source, ("document", "number"), is_kept_empty=True)
JOINT = RowList("joint", JointPart, ("place", "level"))
PROCEDURES = RowList("procedures", Procedure, ("id",))
IMPLEMENTATIONS = RowList("implementations", Implementation, ("at",), is_ordered=False)
LISTS: Mapping[str, RowList] = {
    found.name: found for found in (MATERIALS, FORM, JOINT, PROCEDURES, BASIS, IMPLEMENTATIONS)
}
"""The lists in the order of a draft's tabs: what applicants meet first."""


def rows_in(body: Plain, number: int, of: RowList) -> list[Plain]:
    """Return the rows of a list of one version, in their order."""
    found: list[Plain] = body["versions"][number].get(of.name, [])
    return found


def with_row(body: Plain, number: int, of: RowList, place: int, row: Plain) -> Plain:
    """Return the draft with a row written; at the end of the list it is a new one."""
    changed, rows = _copied(body, number, of)
    rows[place : place + 1] = [row]
    return changed


def without_row(body: Plain, number: int, of: RowList, place: int) -> Plain:
    """Return the draft without a row."""
    changed, rows = _copied(body, number, of)
    del rows[place]
    if not rows and not of.is_kept_empty:
        del changed["versions"][number][of.name]
    return changed


def with_moved(body: Plain, number: int, of: RowList, place: int, by: int) -> Plain:
    """Return the draft with a row moved up (-1) or down (1); at an end of the list it stays."""
    changed, rows = _copied(body, number, of)
    there = min(max(place + by, 0), len(rows) - 1)
    rows.insert(there, rows.pop(place))
    return changed


def place_of(rows: list[Plain], of: RowList, key: str) -> int:
    """Return where the row of this name stands; the end of the list for none, or one gone."""
    found = (n for n, row in enumerate(rows) if key and of.key(row) == key)
    return next(found, len(rows))


def digest_of(body: Plain, number: int, of: RowList) -> str:
    """Return what tells a list from the same one otherwise ordered or filled."""
    text = canonical({of.name: rows_in(body, number, of)})
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_LETTERS]


def _copied(body: Plain, number: int, of: RowList) -> tuple[Plain, list[Plain]]:
    changed = copy.deepcopy(body)
    return changed, changed["versions"][number].setdefault(of.name, [])
