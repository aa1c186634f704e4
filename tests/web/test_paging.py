"""Pages of long lists: forwards, backwards, the ends, and addresses that say nothing sensible."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from rongcheng.web.paging import Asked, Key, KeyPage, asked_page, key_page

ROWS = [(number, number * 10) for number in range(1, 8)]


def after(key: Key | None, limit: int) -> list[tuple[Key, str]]:
    found = [row for row in ROWS if key is None or row > key]
    return [(row, f"row {row[0]}") for row in found[:limit]]


def before(key: Key, limit: int) -> list[tuple[Key, str]]:
    found = [row for row in ROWS if row < key]
    return [(row, f"row {row[0]}") for row in found[-limit:]]


def page_of(asked: Asked) -> KeyPage[str]:
    return key_page(asked, 3, after=after, before=before)


def asked(query: str) -> Asked:
    return asked_page(RequestFactory().get(f"/list?{query}"), 2)


def test_one_walks_to_the_end_and_back() -> None:
    first = page_of(asked(""))
    second = page_of(asked(f"page=2&after={first.last_key}"))
    third = page_of(asked(f"page=3&after={second.last_key}"))
    assert [list(page.object_list) for page in (first, second, third)] == [
        ["row 1", "row 2", "row 3"],
        ["row 4", "row 5", "row 6"],
        ["row 7"],
    ]
    assert [(p.number, p.has_previous, p.has_next) for p in (first, second, third)] == [
        (1, False, True),
        (2, True, True),
        (3, True, False),
    ]
    back = page_of(asked(f"page=2&before={third.first_key}"))
    assert list(back.object_list) == list(second.object_list)
    start = page_of(asked(f"page=9&before={back.first_key}"))
    assert (list(start.object_list), start.number) == (list(first.object_list), 1)
    assert not start.has_previous


def test_a_list_that_fits_on_a_page_has_no_other() -> None:
    page = key_page(Asked(1, None, None), 9, after=after, before=before)
    assert page.is_alone
    assert (page.first_key, page.last_key) == ("1.10", "7.70")
    empty = key_page(Asked(1, None, None), 9, after=lambda key, limit: [], before=before)
    assert (empty.is_alone, empty.first_key, list(empty.object_list)) == (True, "", [])


@pytest.mark.parametrize(
    "query",
    ["page=3", "after=1", "after=1.2.3", "after=x.y", "before=", f"after={'9' * 19}.1", "page=-1"],
)
def test_what_cannot_be_read_is_the_first_page(query: str) -> None:
    assert asked(query) == Asked(1, None, None)


def test_an_odd_number_does_not_hide_the_rows() -> None:
    assert asked("page=²&after=3.30") == Asked(1, (3, 30), None)
    assert asked(f"page={'9' * 40}&after=-3.30") == Asked(1, (-3, 30), None)
