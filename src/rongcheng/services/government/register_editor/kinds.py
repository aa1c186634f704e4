"""The three registers (三种登记): their addresses, their lists of a spreadsheet, their fields."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rongcheng.policy.changes.registers import REGISTERS
from rongcheng.services.government.catalogue_editor.columns import (
    MARK,
    Column,
    ItemSheet,
    columns_of,
    heading,
    with_lists,
)
from rongcheng.services.government.models import DraftKind
from rongcheng.web.i18n import t

Groups = tuple[tuple[str, tuple[str, ...]], ...]
OWNER = ("id",)
MATRIX = "items"
"""The list of an agreement's items with their modes; on the page a field of its own."""
_TITLE = ("title.zh", "title.en")
_SOURCE = (
    "source.document",
    "source.number",
    "source.issued_on",
    "source.key",
    "status",
    "review_by",
)
_RECALL = (
    "recall.from",
    "recall.source.document",
    "recall.source.number",
    "recall.source.issued_on",
    "recall.status",
    "recall.reason.zh",
    "recall.reason.en",
)


class Register(NamedTuple):
    """One register: the word in its addresses, the kind of its drafts, the groups of its fields.

    `has_modes` says that its items are a list with modes.
    """

    slug: str
    kind: DraftKind
    groups: Groups
    has_modes: bool = False

    @property
    def base(self) -> str:
        """The address of its list."""
        return f"/office/{self.slug}"

    def words(self, key: str, **params: object) -> str:
        """Return a sentence that each register says in its own way."""
        return t(f"government.register.{self.kind}.{key}", None, **params)


_AGREEMENTS = Register(
    "agreements",
    DraftKind.AGREEMENT,
    (
        ("name", (*_TITLE, "summary.zh", "summary.en")),
        ("term", ("from", "to")),
        ("who", ("parties", "services")),
        ("source", _SOURCE),
    ),
    has_modes=True,
)
_POWERS = Register(
    "powers",
    DraftKind.POWER,
    (
        ("name", (*_TITLE, "number", "note.zh", "note.en")),
        ("term", ("from", "to")),
        ("who", ("giver", "receiver")),
        ("items", ("items",)),
        ("source", _SOURCE),
        ("recall", _RECALL),
    ),
)
_BUNDLES = Register(
    "bundles",
    DraftKind.BUNDLE,
    (("name", _TITLE), ("term", ("from", "to")), ("items", ("items",)), ("source", _SOURCE)),
)
BY_SLUG = {register.slug: register for register in (_BUNDLES, _AGREEMENTS, _POWERS)}


@cache
def sheets_of(register: Register) -> tuple[ItemSheet, ...]:
    """Return the lists of a register's spreadsheet, the main one first."""
    kind = REGISTERS[register.kind]
    return with_lists(ItemSheet(register.slug, columns_of(kind), kind), OWNER)


def columns_by_key(register: Register) -> dict[str, Column]:
    """Return the columns of a register's main list by their keys."""
    return {column.key: column for column in sheets_of(register)[0].columns}


def head_of(column: Column) -> str:
    """Write a column's heading; a power's own number is none of a document."""
    if column.path == ("number",):
        return f"{t('government.register.number')}{MARK}{column.key}"
    return heading(column)
