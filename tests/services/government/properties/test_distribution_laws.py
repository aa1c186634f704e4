"""Laws of fair distribution: order is no matter, the absent get none, loads stay close."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rongcheng.services.government.domain.distribution import NOBODY, Hand, choose_officer

NAMES = st.text("abcdefgh", min_size=1, max_size=4)
HANDS = st.lists(
    st.builds(Hand, NAMES, st.integers(0, 50), st.integers(0, 50), st.booleans()),
    max_size=8,
    unique_by=lambda hand: hand.officer,
)


@settings(deadline=None, max_examples=80)
@given(HANDS, st.randoms(use_true_random=False))
def test_the_order_in_which_colleagues_stand_is_no_matter(
    hands: list[Hand], random: Random
) -> None:
    shuffled = list(hands)
    random.shuffle(shuffled)
    assert choose_officer(shuffled) == choose_officer(hands)


@settings(deadline=None, max_examples=80)
@given(HANDS)
def test_who_is_away_gets_none_and_nobody_there_has_less(hands: list[Hand]) -> None:
    given_to = choose_officer(hands)
    here = {hand.officer: hand for hand in hands if not hand.away}
    assert (given_to == NOBODY) == (not here)
    if here:
        chosen = here[given_to.officer]
        assert all(chosen.load <= other.load for other in here.values())
        equals = [other for other in here.values() if other.load == chosen.load]
        assert all(chosen.last_given <= other.last_given for other in equals)


@settings(deadline=None, max_examples=60)
@given(
    st.integers(1, 6),
    st.lists(st.integers(1, 5), min_size=1, max_size=40),
)
def test_loads_never_part_by_more_than_the_heaviest_case(count: int, weights: list[int]) -> None:
    hands = [Hand(str(order), 0, 0) for order in range(count)]
    for moment, weight in enumerate(weights, start=1):
        chosen = choose_officer(hands).officer
        hands = [
            hand._replace(load=hand.load + weight, last_given=moment)
            if hand.officer == chosen
            else hand
            for hand in hands
        ]
        loads = [hand.load for hand in hands]
        assert max(loads) - min(loads) <= 5


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 6), st.integers(1, 40))
def test_equal_cases_go_round(count: int, cases: int) -> None:
    hands = [Hand(str(order), 0, 0) for order in range(count)]
    for moment in range(1, cases + 1):
        chosen = choose_officer(hands).officer
        assert chosen == str((moment - 1) % count)
        hands = [
            hand._replace(load=hand.load + 1, last_given=moment) if hand.officer == chosen else hand
            for hand in hands
        ]
