"""What a row of the addresses says: one that shows personal data, and one that shows none."""

from __future__ import annotations

from typing import NamedTuple


class Look(NamedTuple):
    """An address that shows personal data: who opens it, how, and what the record says."""

    who: str
    path: str
    kinds: set[str]
    form: dict[str, str] | None = None


class Blank(NamedTuple):
    """An address that shows nobody's data: why, and where it is opened to see so."""

    why: str
    who: str = ""
    path: str = ""
