"""Fair distribution: named examples with literal answers."""

from __future__ import annotations

import pytest

from rongcheng.services.government.domain.distribution import NOBODY, Hand, choose_officer


@pytest.mark.parametrize(
    ("hands", "officer"),
    [
        ([Hand("a", 3, 1), Hand("b", 2, 9), Hand("c", 5, 0)], "b"),
        ([Hand("a", 2, 7), Hand("b", 2, 4)], "b"),
        # Who never got one goes before whoever did.
        ([Hand("a", 0, 4), Hand("b", 0, 0)], "b"),
        ([Hand("b", 1, 4), Hand("a", 1, 4)], "a"),
        ([Hand("a", 0, 0, away=True), Hand("b", 90, 9)], "b"),
    ],
)
def test_the_next_case_goes_to(hands: list[Hand], officer: str) -> None:
    assert choose_officer(hands).officer == officer


def test_nobody_there_is_said() -> None:
    assert choose_officer([]) == NOBODY
    assert choose_officer([Hand("a", 0, 0, away=True)]) == NOBODY
