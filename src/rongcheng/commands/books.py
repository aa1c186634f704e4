"""The policy that commands decide by (已发布的政策): the current editions of a data folder."""

from __future__ import annotations

from rongcheng.commands.errors import NothingPublished
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book, list_metros


def published_books() -> list[PolicyBook]:
    """Return the current book of each published metro area; raises NothingPublished."""
    books = [current_book(metro) for metro in list_metros()]
    if not books:
        raise NothingPublished()
    return books
