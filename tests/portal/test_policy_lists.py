"""Policy lists: what wins where, told in few lines that lose nothing."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.dimensions import Cell, Dimension
from rongcheng.policy.pack import Pack
from rongcheng.portal.policy.folding import Folded, fold_cells, fold_equal
from rongcheng.portal.policy.lists import places_of, values_in_force, written_values
from rongcheng.portal.policy.words import cell_words

ON = date(2026, 5, 20)
CELLS = st.sets(st.tuples(*[st.sampled_from("abc")] * 3))


def unfolded(folded: list[Folded]) -> list[Cell]:
    return [cell for words in folded for cell in product(*words)]


@given(CELLS)
def test_folding_loses_and_adds_nothing(cells: set[Cell]) -> None:
    back = unfolded(fold_cells(sorted(cells)))
    assert sorted(back) == sorted(cells)


@given(CELLS)
def test_folding_never_lengthens(cells: set[Cell]) -> None:
    assert len(fold_cells(sorted(cells))) <= len(cells)


def test_whole_block_is_one_line() -> None:
    assert fold_cells(product("ab", "xyz")) == [(("a", "b"), ("x", "y", "z"))]


def test_equal_values_are_joined_and_others_not() -> None:
    held = [(("a",), 1), (("b",), 2), (("c",), 1)]
    assert fold_equal(held, lambda value: value) == [((("a", "c"),), 1), ((("b",),), 2)]


def test_words_leave_out_what_does_not_matter(lang: str) -> None:
    by = (Dimension("scheme", ("employee", "resident")), Dimension("tier", ("primary", "level_1")))
    assert (
        cell_words((("employee", "resident"), ("primary",)), by)
        == {
            "zh": "基层医疗机构",
            "en": "Primary care",
        }[lang]
    )
    assert cell_words((("*",), ("*",)), by) == {"zh": "不分情况", "en": "In every case"}[lang]


@pytest.fixture(scope="session")
def book(packs: dict[str, Pack]) -> PolicyBook:
    return PolicyBook(packs["changzhutan"])


def test_every_held_value_is_shown(book: PolicyBook) -> None:
    parameter = book.parameter("health.outpatient.ratio")
    assert parameter is not None
    holding, _ = values_in_force(book, parameter, "430199", ON)
    shown = {cell: value.value for words, value in holding for cell in product(*words)}
    for cell in product(*(dimension.values for dimension in parameter.by)):
        dims = dict(zip((d.name for d in parameter.by), cell, strict=True))
        layers = book.layers(parameter.key, "430199", ON, **dims)
        assert shown.get(cell) == (layers[0].value if layers else None)


def test_weaker_layers_are_kept_apart(book: PolicyBook) -> None:
    parameter = book.parameter("health.offsite.cut")
    assert parameter is not None
    holding, covered = values_in_force(book, parameter, "430199", ON)
    assert {value.layer for _, value in holding} == {"province"}
    assert {value.layer for _, value in covered} == {"nation"}


def test_history_holds_every_published_row(book: PolicyBook) -> None:
    for parameter in book.parameters():
        written = written_values(parameter)
        assert {id(item.row) for item in written} == {id(row) for row in parameter.values}


def test_places_follow_the_layers(book: PolicyBook) -> None:
    by_pool = book.parameter("health.outpatient.ratio")
    by_city = book.parameter("health.catalogue.class_b_prepay")
    assert by_pool is not None
    assert by_city is not None
    assert "439900" in places_of(book, by_pool)
    assert places_of(book, by_city) == ["430100", "430200", "430300"]
