"""Laws of standing in: the chain ends, with somebody who is there or with nobody, always alike."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rongcheng.services.government.domain.substitution import find_substitute

STAFF = list("abcdefgh")
AWAY = st.dictionaries(st.sampled_from(STAFF), st.sampled_from([*STAFF, None]), min_size=1)


@settings(deadline=None, max_examples=60)
@given(AWAY, st.sampled_from(STAFF))
def test_whoever_stands_in_is_there_and_was_named_along_the_chain(
    away: dict[str, str | None], staff: str
) -> None:
    found = find_substitute(staff, away)
    assert found not in away
    named, reached = away.get(staff), set()
    while named is not None and named not in reached:
        reached.add(named)
        named = away.get(named)
    # Nobody stands in exactly where the chain leads to nobody who is there.
    there = {one for one in reached if one not in away}
    assert ({found} if found is not None else set()) == there


@settings(deadline=None, max_examples=40)
@given(AWAY, st.sampled_from(STAFF))
def test_all_along_a_chain_the_same_one_stands_in(away: dict[str, str | None], staff: str) -> None:
    other = away.get(staff)
    if other in away and other != staff:
        assert find_substitute(staff, away) == find_substitute(other, away)


@settings(deadline=None, max_examples=40)
@given(AWAY, st.sampled_from(STAFF), st.randoms(use_true_random=False))
def test_the_order_of_entries_is_no_matter(
    away: dict[str, str | None], staff: str, order: Random
) -> None:
    entries = list(away.items())
    order.shuffle(entries)
    assert find_substitute(staff, dict(entries)) == find_substitute(staff, away)
