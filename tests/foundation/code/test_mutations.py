"""A changed code opens nothing and breaks nothing, whatever was changed."""

from __future__ import annotations

import random

import pytest
from benchmarks.code import measure_rates

from rongcheng.foundation.code.offline import base45
from rongcheng.foundation.code.offline.text import PREFIX, code_text
from rongcheng.foundation.code.offline.types import Purpose
from tests.foundation.code.samples import CARD_CLAIMS, Gate, code, credential

SEED = 20_260_302


def mutated(text: str, dice: random.Random) -> str:
    """Return a text with one to three changes, in its characters or in its bytes."""
    if dice.random() < 0.5:
        data = bytearray(base45.decode(text[len(PREFIX) :]))
        for _ in range(dice.randint(1, 3)):
            change_bytes(data, dice)
        return code_text(bytes(data))
    characters = list(text)
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(characters))
        kind = dice.randrange(3)
        if kind == 0:
            characters[at] = dice.choice(base45.ALPHABET + "aß汉\n")
        elif kind == 1:
            del characters[at]
        else:
            characters.insert(at, dice.choice(base45.ALPHABET))
    return "".join(characters)


def change_bytes(data: bytearray, dice: random.Random) -> None:
    """Flip, cut, insert, repeat or overwrite."""
    at = dice.randrange(len(data))
    kind = dice.randrange(5)
    if kind == 0:
        data[at] ^= 1 << dice.randrange(8)
    elif kind == 1:
        del data[at : at + dice.randint(1, 8)]
    elif kind == 2:
        data[at:at] = dice.randbytes(dice.randint(1, 8))
    elif kind == 3:
        data[at:at] = data[at : at + dice.randint(1, 40)]
    else:
        data[at] = dice.randrange(256)
    if not data:
        data.append(0)


def refused(count: int, seed: int) -> dict[str, int]:
    """Scan this many changed codes; return how often each reason was given."""
    dice = random.Random(seed)
    gate = Gate(purpose=Purpose.WINDOW)
    originals = [code(), code_text(credential(CARD_CLAIMS))]
    assert all(gate.scan(text).accepted for text in originals)
    counts: dict[str, int] = {}
    for number in range(count):
        text = mutated(originals[number % 2], dice)
        if text in originals:
            continue
        verdict = gate.scan(text)
        assert not verdict.accepted, text
        counts[verdict.reason.code] = counts.get(verdict.reason.code, 0) + 1
    return counts


def test_a_thousand_changed_codes_open_nothing() -> None:
    counts = refused(1_000, SEED)
    assert sum(counts.values()) >= 990
    assert {"code.R003", "code.R004", "code.R005"} <= counts.keys()


@pytest.mark.soak
def test_a_hundred_thousand_changed_codes_open_nothing() -> None:
    counts = refused(100_000, SEED + 1)
    assert sum(counts.values()) >= 99_000


def test_the_benchmark_verifies_what_it_measures() -> None:
    rates = measure_rates(codes=3, rounds=2)
    assert 0 < rates.ratio < 5
    assert rates.whole > 0 < rates.bare
