"""Ids are secret unless a simulation or a test says otherwise, and nobody else may say so."""

from __future__ import annotations

import re
from datetime import datetime
from threading import Thread

import pytest

from rongcheng.foundation.people.sealing import new_person_id
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.kernel.id_source import SeededIds, id_bits, use_ids
from rongcheng.kernel.identifiers import new_id
from tests.tidy.tree import sources

MOMENT = datetime(2026, 6, 15, 10, tzinfo=SHANGHAI)


def made() -> tuple[str, str, str]:
    with use_clock(FixedClock(MOMENT)):
        return new_id("S"), new_id("V"), str(new_person_id())


def test_without_a_source_no_two_are_alike() -> None:
    assert len({new_id("S") for _ in range(100)}) == 100
    assert made()[2] != made()[2]


def test_the_same_seed_makes_the_same_ids_in_the_same_order() -> None:
    with use_ids(SeededIds("one")):
        first = made()
    with use_ids(SeededIds("one")):
        assert made() == first
        assert made() != first
    with use_ids(SeededIds("two")):
        assert made() != first
    assert [number[0] for number in first[:2]] == ["S", "V"]
    assert [len(number) for number in first] == [26, 26, 36]
    # The form of a version 7, whose beginning is the moment.
    assert first[2][14] == "7"


def test_the_source_ends_with_its_block_also_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), use_ids(SeededIds("one")):
        raise ZeroDivisionError
    with use_ids(SeededIds("one")):
        seeded = id_bits(64)
    assert id_bits(64) != seeded


def test_another_thread_draws_secrets() -> None:
    found: list[int] = []
    with use_ids(SeededIds("one")):
        thread = Thread(target=lambda: found.append(id_bits(64)))
        thread.start()
        thread.join()
        assert found != [id_bits(64)]


def test_only_a_simulation_chooses_a_source() -> None:
    users = {
        source.name.removeprefix("src/rongcheng/").partition("/")[0]
        for source in sources("src")
        if re.search(r"\buse_ids\(|\bSeededIds\(", source.text)
    }
    assert users == {"kernel", "simulation"}
