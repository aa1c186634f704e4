"""Law: a value on day D ignores values that start later, and every value holds on its own days."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.policy.errors import NoPolicyValue
from rongcheng.policy.types import Agreement, ValueRow
from tests.policy.properties.strategies import (
    COLOUR,
    KEY,
    REVIEW_BY,
    SCHEME,
    SOURCE,
    TITLE,
    book_of,
    days,
    numbers,
    row,
    row_lists,
)

schemes = st.sampled_from(SCHEME.values)
colours = st.sampled_from(COLOUR.values)


def asked(book: PolicyBook, on: date, scheme: str, colour: str) -> Resolved | None:
    """Return what holds, or None; the day until which it holds may depend on later values."""
    try:
        found = book.resolve(KEY, at="430399", on=on, scheme=scheme, colour=colour)
    except NoPolicyValue:
        return None
    assert found.since <= on
    assert found.until is None or on <= found.until
    return found._replace(until=None)


@settings(deadline=None)
@given(row_lists, days, schemes, colours)
def test_a_value_ignores_values_that_start_later(
    rows: list[ValueRow], on: date, scheme: str, colour: str
) -> None:
    known_by_then = [r for r in rows if r.since <= on]

    late = asked(book_of(rows), on, scheme, colour)

    early = asked(book_of(known_by_then), on, scheme, colour) if known_by_then else None
    assert late == early


@settings(deadline=None)
@given(row_lists, days, schemes, colours)
def test_the_winner_is_the_first_layer_and_its_latest_row(
    rows: list[ValueRow], on: date, scheme: str, colour: str
) -> None:
    found = book_of(rows).layers(KEY, "430399", on, scheme=scheme, colour=colour)

    strength = ["pool", "city", "province", "nation"]
    assert [f.layer for f in found] == [s for s in strength if s in {f.layer for f in found}]
    for value in found:
        own = [r for r in rows if r.at == f"{value.layer}:{value.at}" and r.since <= on]
        covering = [r for r in own if covers(r, scheme, colour)]
        assert value.since == max(r.since for r in covering)


@settings(deadline=None)
@given(days, days, numbers, numbers, days)
def test_an_agreement_counts_only_between_its_first_and_last_day(
    first: date, last: date, agreed: int, usual: int, on: date
) -> None:
    first, last = sorted((first, last))
    agreement = Agreement(
        "law", TITLE, ("430100", "430300"), ("health",), TITLE, first, SOURCE, "verified",
        REVIEW_BY, last,
    )  # fmt: skip
    everybody = {"*": {"*": agreed}}
    rows = [
        row("agreement:law", date(2019, 1, 1), everybody),
        row("nation:000000", date(2019, 1, 1), {"*": {"*": usual}}),
    ]

    found = asked(book_of(rows, [agreement]), on, "employee", "red")

    assert found is not None
    in_force = first <= on <= last
    assert (found.layer, found.value) == (("agreement", agreed) if in_force else ("nation", usual))


def covers(row: ValueRow, scheme: str, colour: str) -> bool:
    """Tell, by the written form alone, whether a row says anything for a cell."""
    tree = row.value
    for word in (scheme, colour):
        assert isinstance(tree, dict)
        if word not in tree and "*" not in tree:
            return False
        tree = tree[word] if word in tree else tree["*"]
    return True
