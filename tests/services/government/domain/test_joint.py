"""A case in several places waits as one: all agree, or one objects."""

from __future__ import annotations

from itertools import product

import pytest

from rongcheng.services.government.domain.joint import (
    PART,
    PartEvent,
    PartState,
    WholeStep,
    decide_whole,
)

# Each state's answer to TAKE_UP, AGREE, OBJECT, REOPEN, DROP. A dot is a refusal.
TABLE = {
    "WAITING": "IN_HAND . . . DROPPED",
    "IN_HAND": ". AGREED OBJECTED . DROPPED",
    "AGREED": ". . . IN_HAND .",
    "OBJECTED": ". . . IN_HAND .",
    "DROPPED": ". . . . .",
}


def test_every_state_and_event_of_a_part_has_its_answer() -> None:
    for state, event in product(PartState, PartEvent):
        word = TABLE[state.name].split()[event - 1]
        expected = None if word == "." else PartState[word]
        assert PART.next_state(state, event) is expected
    assert PART.ends() == [PartState.DROPPED]


@pytest.mark.parametrize(
    ("parts", "step"),
    [
        ("", "MAY_GRANT"),
        ("AGREED", "MAY_GRANT"),
        ("AGREED AGREED", "MAY_GRANT"),
        ("AGREED WAITING", "WAIT"),
        ("IN_HAND AGREED", "WAIT"),
        ("OBJECTED", "MUST_REFUSE"),
        ("OBJECTED WAITING IN_HAND", "MUST_REFUSE"),
        ("AGREED OBJECTED", "MUST_REFUSE"),
        ("AGREED DROPPED", "WAIT"),
    ],
)
def test_the_whole_waits_for_all_parts_or_for_one_objection(parts: str, step: str) -> None:
    assert decide_whole(PartState[word] for word in parts.split()) is WholeStep[step]
