"""Strategies for the laws of policy: days, rows of a parameter and books that hold them."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.dimensions import Dimension, Tree
from rongcheng.policy.pack import Pack, assemble
from rongcheng.policy.types import Agreement, Parameter, Source, ValueRow
from tests.policy.sample import SAMPLE_PACK, loaded

KEY = "health.law.sample"
TITLE = {"zh": "样例", "en": "Sample"}
SOURCE = Source("样例")
REVIEW_BY = date(2030, 12, 31)
SCHEME = Dimension("scheme", ("employee", "resident"))
COLOUR = Dimension("colour", ("red", "green", "blue"), common=False)
PLACES = ("pool:430399", "city:430300", "province:430000", "nation:000000")
BASE = loaded(SAMPLE_PACK)

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2026, 12, 31))
numbers = st.integers(min_value=0, max_value=1_000_000)


def trees(by: tuple[Dimension, ...]) -> st.SearchStrategy[Tree]:
    """Return written values over `by`, with stars and with words left out."""
    if not by:
        return numbers
    words = st.sampled_from((*by[0].values, "*"))
    return st.dictionaries(words, trees(by[1:]), min_size=1)


def row(at: str, since: date, value: Tree) -> ValueRow:
    """Return a row of a parameter with an open end."""
    return ValueRow(at, since, value, SOURCE, "illustrative", REVIEW_BY)


rows = st.builds(row, st.sampled_from(PLACES), days, trees((SCHEME, COLOUR)))
# A place holds one row a day at most, so that no two of them clash.
row_lists = st.lists(rows, min_size=1, max_size=12, unique_by=lambda r: (r.at, r.since))


def parameter_of(rows: list[ValueRow]) -> Parameter:
    """Return the parameter of the laws with the given rows."""
    return Parameter(
        title=TITLE,
        unit="ppm",
        by=(SCHEME, COLOUR),
        order=("agreement", "pool", "city", "province", "nation"),
        values=tuple(rows),
        key=KEY,
    )


def pack_of(rows: list[ValueRow], agreements: list[Agreement] | None = None) -> Pack:
    """Return the sample places with the parameter of the laws as the only one."""
    return assemble(
        BASE.metro,
        parameters=[parameter_of(rows)],
        agreements=agreements or [],
        institutions=BASE.institutions,
        catalogues=[],
    )


def book_of(rows: list[ValueRow], agreements: list[Agreement] | None = None) -> PolicyBook:
    """Return the book of `pack_of`."""
    return PolicyBook(pack_of(rows, agreements))
