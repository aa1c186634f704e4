"""Laws of identity numbers: one right check digit; a slip of one digit or a swap is caught."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric

from rongcheng.kernel.errors import ResidentIdInvalid, shown
from rongcheng.kernel.identifiers import (
    check_resident_id,
    id_check_digit,
    mask_id,
    parse_resident_id,
)
from tests.kernel.properties.strategies import QUICK, first_17_digits


@QUICK
@given(first_17_digits)
def test_the_check_digit_is_that_of_another_package(first17: str) -> None:
    assert id_check_digit(first17) == ric.calc_check_digit(first17 + "0")


@QUICK
@given(first_17_digits, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_caught(first17: str, place: int, shift: int) -> None:
    number = first17 + id_check_digit(first17)
    wrong = str((int(number[place]) + shift) % 10)
    with pytest.raises(ResidentIdInvalid):
        check_resident_id(number[:place] + wrong + number[place + 1 :])


@QUICK
@given(first_17_digits, st.integers(0, 15))
def test_two_swapped_neighbours_are_caught(first17: str, place: int) -> None:
    number = first17 + id_check_digit(first17)
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    with pytest.raises(ResidentIdInvalid):
        check_resident_id(swapped)


@QUICK
@given(first_17_digits)
def test_a_number_says_what_it_was_made_of(first17: str) -> None:
    parts = parse_resident_id(first17 + id_check_digit(first17))
    assert f"{parts.region}{parts.born_on:%Y%m%d}" == first17[:14]
    assert parts.gender == (1 if int(first17[16]) % 2 else 2)


@QUICK
@given(first_17_digits)
def test_masks_keep_the_day_of_birth_out(first17: str) -> None:
    number = first17 + id_check_digit(first17)
    for masked in (mask_id(number), shown(number)):
        assert "********" in masked
        assert number[6:14] not in masked


@QUICK
@given(st.text("0123456789Xx ４甲-\n", max_size=17))
def test_any_shorter_text_is_refused(text: str) -> None:
    with pytest.raises(ResidentIdInvalid):
        check_resident_id(text)
