"""Mistyped numbers are caught, long abolished regions are not held against anybody."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from stdnum.cn import ric

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.kernel.errors import (
    CreditCodeInvalid,
    IdPrefixInvalid,
    InstitutionCodeInvalid,
    MessageIdInvalid,
    ResidentIdInvalid,
)
from rongcheng.kernel.identifiers import (
    FEMALE,
    MALE,
    InstitutionCode,
    MessageId,
    ResidentId,
    check_credit_code,
    check_institution_code,
    check_message_id,
    check_resident_id,
    id_check_digit,
    mask_id,
    new_id,
    parse_institution_code,
    parse_message_id,
    parse_resident_id,
)


@pytest.mark.parametrize(
    "number",
    ["11010519491231002X", "430302199003071235", "430102198001010011", "11010020171225006X"],
)
def test_the_numbers_of_the_standard_pass(number: str) -> None:
    assert check_resident_id(number) == number
    assert id_check_digit(number[:17]) == number[17]


@pytest.mark.parametrize("first17", ["43010219800101001", "51010719850615002", "51200219950615003"])
def test_regions_younger_or_older_than_their_holder_pass(first17: str) -> None:
    """A common package refuses these, because its region table begins or ends too late."""
    number = first17 + id_check_digit(first17)
    assert not ric.is_valid(number)
    assert parse_resident_id(number).region == first17[:6]


def test_parts_of_a_number() -> None:
    assert parse_resident_id("430302199003071235") == ResidentId(
        "430302199003071235", "430302", date(1990, 3, 7), MALE
    )
    assert parse_resident_id("11010519491231002x") == ResidentId(
        "11010519491231002X", "110105", date(1949, 12, 31), FEMALE
    )


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("430302199003071236", "check digit"),
        ("430302199002301235", "no real day"),
        ("430302199013071235", "no real day"),
        ("43030219900307123", "17 digits"),
        ("4303021990030712355", "17 digits"),
        ("43030219900307123Y", "17 digits"),
        ("030302199003071235", "17 digits"),
        ("４30302199003071235", "17 digits"),
        ("430302199003071235\n", "17 digits"),
        ("", "17 digits"),
        (None, "17 digits"),
    ],
)
def test_wrong_numbers_are_refused_without_repeating_them(number: str, why: str) -> None:
    with pytest.raises(ResidentIdInvalid) as caught:
        check_resident_id(number)
    assert why in caught.value.message("en")
    assert "1990" not in str(caught.value) + caught.value.message("zh")
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("first17", ["", "4303021990030712", "4303021990030712X", "４" * 17])
def test_check_digit_needs_seventeen_digits(first17: str) -> None:
    with pytest.raises(ResidentIdInvalid):
        id_check_digit(first17)


def test_mask() -> None:
    assert mask_id("430302199003071235") == "430302********1235"
    assert mask_id("4303021990030712") == "*" * 16
    assert mask_id("") == ""


def test_credit_codes() -> None:
    assert check_credit_code("91110000600037341L") == "91110000600037341L"
    assert check_credit_code("91110000600037341l") == "91110000600037341L"


@pytest.mark.parametrize(
    "code",
    ["91110000600037342L", "9111000060003734IL", "91110000600037341", " 91110000600037341L", 9],
    ids=repr,
)
def test_wrong_credit_codes_are_refused(code: str) -> None:
    with pytest.raises(CreditCodeInvalid):
        check_credit_code(code)


def test_institution_codes() -> None:
    assert check_institution_code("H43028100255") == "H43028100255"
    assert parse_institution_code("P43010200001") == InstitutionCode(
        "P43010200001", "P", "430102", "00001"
    )


@pytest.mark.parametrize(
    "code", ["h43028100255", "H4302810025", "H430281002555", "443028100255", "H43028100255\n", None]
)
def test_wrong_institution_codes_are_refused(code: str) -> None:
    with pytest.raises(InstitutionCodeInvalid):
        check_institution_code(code)


@pytest.mark.parametrize("serial", ["0001", "001"])
def test_message_ids(serial: str) -> None:
    msgid = "H4302810025520260228093000" + serial
    assert check_message_id(msgid) == msgid
    assert parse_message_id(msgid) == MessageId(
        msgid, "H43028100255", datetime(2026, 2, 28, 9, 30, tzinfo=SHANGHAI), serial
    )


@pytest.mark.parametrize(
    "msgid",
    [
        "H430281002552026022809300001",
        "H4302810025520260228093000" + "00001",
        "H4302810025520260230093000" + "0001",
        "H4302810025520260228096000" + "0001",
        "X" * 30,
        "",
        None,
    ],
)
def test_wrong_message_ids_are_refused(msgid: str) -> None:
    with pytest.raises(MessageIdInvalid):
        check_message_id(msgid)


def test_new_ids_are_opaque_and_fit_the_interface() -> None:
    ids = {new_id("MT") for _ in range(1_000)}
    assert len(ids) == 1_000
    assert {len(found) for found in ids} == {27}
    assert all(found.startswith("MT") and found.isascii() and found.isalnum() for found in ids)
    assert len(new_id()) == 25


@pytest.mark.parametrize("prefix", ["居民", "a b", "x" * 13])
def test_an_odd_prefix_is_refused(prefix: str) -> None:
    with pytest.raises(IdPrefixInvalid):
        new_id(prefix)
