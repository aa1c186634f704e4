"""Laws of money: whatever is posted, nothing appears and nothing is lost."""

from __future__ import annotations

from collections import Counter
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rongcheng.foundation.ledger.public import (
    BalanceTooLow,
    balances,
    close_window,
    list_movements,
    list_windows,
    open_window,
    verify_ledger,
)
from tests.foundation.ledger.books import post

pytestmark = pytest.mark.django_db

_runs = count(1)
CODES = ("fund:A", "cash:B", "institution:C", "account:D", "aid:E")
entries = st.lists(
    st.lists(
        st.tuples(st.sampled_from(CODES), st.integers(min_value=-500, max_value=500)),
        min_size=1,
        max_size=6,
    ),
    max_size=8,
)


def test_money_is_conserved_in_every_window() -> None:
    @settings(
        max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(entries=entries, closings=st.sets(st.integers(min_value=0, max_value=7), max_size=3))
    def check(entries: list[list[tuple[str, int]]], closings: set[int]) -> None:
        run = next(_runs)
        metro = f"lawmetro{run}"
        open_window(metro)
        expected: Counter[str] = Counter()
        for number, drawn in enumerate(entries):
            lines = [(f"{code}-{run}", amount) for code, amount in drawn]
            lines.append((f"fund:rest-{run}", -sum(amount for _, amount in lines)))
            if sum(amount != 0 for _, amount in lines) >= 2:
                try:
                    post(f"law-{run}-{number}", *lines, metro=metro)
                except BalanceTooLow:
                    lines = []
                for code, amount in lines:
                    expected[code] += amount
            if number in closings:
                close_window(metro)
        found = balances(list(expected))
        assert found == dict(expected)
        assert sum(found.values()) == 0
        assert all(found[code] >= 0 for code in found if code.startswith(("account:", "aid:")))
        _movements_add_up(metro, expected)

    check()
    assert verify_ledger() == []


def _movements_add_up(metro: str, expected: Counter[str]) -> None:
    opening: dict[str, int] = {}
    for window in list_windows(metro):
        movements = list_movements(metro, window.seq)
        assert sum(movement.movement_fen for movement in movements) == 0
        for movement in movements:
            assert movement.opening_fen == opening.get(movement.code, 0)
            opening[movement.code] = movement.closing_fen
    assert {code: amount for code, amount in opening.items() if amount} == {
        code: amount for code, amount in expected.items() if amount
    }
