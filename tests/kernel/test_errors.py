"""Errors speak both languages, carry their parameters and name no ID number."""

from __future__ import annotations

import pickle
from collections import Counter

import pytest

from rongcheng.kernel.errors import (
    AmountInvalid,
    CallerError,
    Fault,
    OurError,
    PeerError,
    RongchengError,
    SealBroken,
    declared_errors,
    shown,
)


def test_message_in_both_languages() -> None:
    error = AmountInvalid(name="cnt", given="'1,5'", decimals=4)
    assert error.message("zh").startswith("「cnt」的数值 '1,5' 写法不对。")
    assert "at most 4 decimals" in error.message("en")
    assert str(error).startswith("kernel.E001: The value '1,5' of “cnt”")
    assert error.params == {"name": "cnt", "given": "'1,5'", "decimals": 4}


def test_missing_parameter_is_found_at_once() -> None:
    with pytest.raises(TypeError, match="AmountInvalid lacks parameters: decimals, given"):
        AmountInvalid(name="cnt")


def test_faults_of_the_bases() -> None:
    assert CallerError.fault is Fault.CALLER
    assert OurError.fault is Fault.OURS
    assert PeerError.fault is Fault.PEER
    assert AmountInvalid.fault is Fault.CALLER
    assert SealBroken.fault is Fault.OURS


def test_an_error_crosses_a_process_border() -> None:
    error = pickle.loads(pickle.dumps(AmountInvalid(name="cnt", given="x", decimals=4)))
    assert isinstance(error, AmountInvalid)
    assert error.params == {"name": "cnt", "given": "x", "decimals": 4}


def test_misspelt_code_is_refused() -> None:
    with pytest.raises(TypeError, match="not of the form"):
        type("Odd", (OurError,), {"code": "Kernel-1", "zh": "错", "en": "wrong"})


def test_missing_language_is_refused() -> None:
    with pytest.raises(TypeError, match="both languages"):
        type("Odd", (OurError,), {"code": "kernel.E999", "zh": "错"})


def kernel_errors() -> list[type[RongchengError]]:
    found = [kind for kind in declared_errors() if kind.__module__.startswith("rongcheng.kernel")]
    return sorted(found, key=lambda kind: kind.code)


def test_codes_are_unique() -> None:
    codes = Counter(kind.code for kind in kernel_errors())
    assert len(codes) == 17
    assert set(codes.values()) == {1}


@pytest.mark.parametrize("kind", kernel_errors(), ids=lambda kind: kind.code)
def test_every_message_ends_as_a_sentence_with_a_next_step(kind: type[RongchengError]) -> None:
    assert kind.zh.endswith("。")
    assert "请" in kind.zh
    assert kind.en.endswith(".")
    assert kind.en.count(". ") >= 1


def test_a_repeated_value_is_short_and_masked() -> None:
    assert shown("430302199003071235") == "'430302********1235'"
    assert shown("x" * 100) == "'" + "x" * 39 + "…"
    assert shown("y" * 30 + "430302199003071235") == "'" + "y" * 30 + "430302199…"
    assert shown(" " * 30 + "430302199003071235") == "'" + " " * 30 + "430302***…"
    assert shown(10**5000) == "…"
