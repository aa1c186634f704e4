"""Asks the policy book for one place and day and keeps every answer by name (查政策), for Why?."""

from __future__ import annotations

from datetime import date

from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.services.health.assessing.terms import whole


class Asking:
    """A row of questions to one edition of the policy book, for one pool on one day."""

    def __init__(
        self, book: PolicyBook, at: str, on: date, values: dict[str, Resolved] | None = None
    ) -> None:
        """Begin with the answers that are known already."""
        self.book = book
        self.at = at
        self.on = on
        self.values: dict[str, Resolved] = dict(values or {})

    def ask(self, name: str, key: str, toward: str = "", **dims: str) -> Resolved:
        """Resolve a parameter and keep the answer under this name; `NoPolicyValue` if none."""
        value = self.book.resolve(key, at=self.at, on=self.on, toward=toward, **dims)
        self.values[name] = value
        return value

    def number(self, name: str, key: str, toward: str = "", **dims: str) -> int:
        """Return the answer as the integer that the rules count with."""
        return whole(self.ask(name, key, toward, **dims))
