"""Which columns hold sealed values (密文列登记): named once, so that none is left under an old key.

A room names its own in its `apps.py`; the room of re-sealing reads the list. A column that is not
named would go on under the key of the day it was written, so a test compares the list with every
column of bytes and with every place in the source that seals.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class SealedColumn(NamedTuple):
    """One column of sealed values, and what each value is bound to.

    `model` is Django's label ("people.Resident"); `context` gives the bytes a value was sealed
    for from the row's columns `bound_to`, in their order; `version` names a column that repeats
    the key's version, if the table has one. With `member` the value is base64 text at that key of
    a JSON column. Empty values stay empty.
    """

    model: str
    column: str
    bound_to: tuple[str, ...]
    context: Callable[..., bytes]
    version: str = ""
    member: str = ""

    @property
    def name(self) -> str:
        """Return the name under which progress is told: model, column and member."""
        return ".".join(part for part in (self.model, self.column, self.member) if part)

    def context_of(self, *values: Any) -> bytes:
        """Return the context of one row, from the values of `bound_to`."""
        return self.context(*values)


_columns: dict[str, SealedColumn] = {}


def register_sealed(*columns: SealedColumn) -> None:
    """Name sealed columns; the same again replaces it, so that a reloaded app stays single."""
    _columns.update((column.name, column) for column in columns)


def sealed_columns() -> tuple[SealedColumn, ...]:
    """Return every sealed column, by name."""
    return tuple(_columns[name] for name in sorted(_columns))
