"""Places within a place: one row above, a second one where one is, nothing lost for anybody."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from rongcheng.web.actor import Actor
from rongcheng.web.context import page

OFFICE = Actor("staff", "1", role="office", city="430100", metro="changzhutan")
CLERK = Actor("staff", "2", role="clerk", city="430100", metro="changzhutan")


def shown(actor: Actor, path: str) -> tuple[list[str], list[str], str, str]:
    """Return the keys of the first row, of the second, the marks in both."""
    request = RequestFactory().get(path)
    request._rongcheng_actor = actor  # type: ignore[attr-defined]
    found = page(request)
    rows = ([place.key for place in found[name]] for name in ("nav_places", "nav_group"))
    upper, inner = rows
    return upper, inner, found["nav_head"], found["nav_here"]


@pytest.mark.parametrize(
    ("path", "head", "here"),
    [("/office/staff", "office", "office-staff"), ("/office/coverage", "office", "office")],
)
def test_the_office_has_its_places_in_a_second_row(path: str, head: str, here: str) -> None:
    upper, inner, *marks = shown(OFFICE, path)
    assert marks == [head, here]
    assert inner[0] == "office"
    assert {"office-staff", "office-webhooks", "office-questions", "case-warnings"} == {*inner[1:]}
    assert not {*inner[1:]} & {*upper}


@pytest.mark.parametrize("path", ["/office/agreements", "/office/powers/xiangtan-01"])
def test_registers_belong_to_the_items(path: str) -> None:
    upper, inner, *marks = shown(OFFICE, path)
    assert marks == ["office-items", "office-items"]
    assert inner == []
    assert len(upper) <= 7


def test_who_has_no_office_keeps_the_place_in_the_first_row() -> None:
    upper, inner, *marks = shown(CLERK, "/cases/warnings")
    assert "case-warnings" in upper
    assert (inner, marks) == ([], ["case-warnings", "case-warnings"])
