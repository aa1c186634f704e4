"""The policy that a story is decided by: a metro's real pack, with what the story supposes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.pack import Pack, assemble
from rongcheng.policy.types import Parameter, Source, ValueRow
from tests.packs import pack_in
from tests.services.health.cases.telling import Change, Story

METROS = Path(__file__).parents[4] / "metros"


@lru_cache
def pack_of(metro: str) -> Pack:
    """Return a metro's real pack."""
    return pack_in(METROS / metro)


def pack_for(metro: str, changes: tuple[Change, ...]) -> Pack:
    """Return a metro's pack with the values that a story supposes to be published."""
    pack = pack_of(metro)
    if not changes:
        return pack
    assert {change.key for change in changes} <= {p.key for p in pack.parameters}
    return assemble(
        pack.metro,
        parameters=[_changed(parameter, changes) for parameter in pack.parameters],
        agreements=pack.agreements,
        institutions=pack.institutions,
        catalogues=pack.catalogues,
    )


def _changed(parameter: Parameter, changes: tuple[Change, ...]) -> Parameter:
    rows = [
        ValueRow(c.at, c.since, c.value, Source("样例：假设"), "illustrative", c.since)
        for c in changes
        if c.key == parameter.key
    ]
    return parameter._replace(values=(*parameter.values, *rows))


@lru_cache
def book_of(metro: str) -> PolicyBook:
    """Return the book of a metro's real pack."""
    return PolicyBook(pack_of(metro))


def book_for(story: Story) -> PolicyBook:
    """Return the policy that a story is decided by."""
    if not story.changes:
        return book_of(story.metro)
    return PolicyBook(pack_for(story.metro, story.changes))
