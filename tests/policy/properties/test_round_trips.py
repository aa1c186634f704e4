"""Law: body and export give back the very same pack, whatever it says."""

from __future__ import annotations

import tempfile

from hypothesis import given, settings

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.dimensions import Dimension, Tree, collapse, expand
from rongcheng.policy.export import export_pack
from rongcheng.policy.load import load_pack
from rongcheng.policy.pack import pack_from_body
from rongcheng.policy.types import ValueRow
from tests.policy.properties.strategies import COLOUR, SCHEME, pack_of, row_lists, trees


@settings(deadline=None)
@given(row_lists)
def test_a_body_reads_back_to_the_same_body(rows: list[ValueRow]) -> None:
    pack = pack_of(rows)

    assert pack_from_body(pack.body).body == pack.body


@settings(deadline=None)
@given(row_lists)
def test_the_order_of_rows_does_not_matter(rows: list[ValueRow]) -> None:
    assert pack_of(rows).hash == pack_of(rows[::-1]).hash


@settings(max_examples=25, deadline=None)
@given(row_lists)
def test_an_export_loads_to_the_same_hash(rows: list[ValueRow]) -> None:
    pack = pack_of(rows)
    with tempfile.TemporaryDirectory() as folder:
        export_pack(PolicyBook(pack), folder)
        again, faults = load_pack(folder)

    assert faults == []
    assert again is not None
    assert again.hash == pack.hash


@settings(deadline=None)
@given(trees((SCHEME, COLOUR)))
def test_folding_cells_loses_nothing(tree: Tree) -> None:
    by: tuple[Dimension, ...] = (SCHEME, COLOUR)
    cells = dict(expand(tree, by))

    folded = collapse(cells, by, lambda value: value)

    again: dict[tuple[str, ...], object] = {}
    for (scheme, colour), value in folded.items():
        for a in SCHEME.values if scheme == "*" else (scheme,):
            for b in COLOUR.values if colour == "*" else (colour,):
                assert (a, b) not in again
                again[a, b] = value
    assert again == cells
