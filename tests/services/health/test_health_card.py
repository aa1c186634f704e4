"""The e-health card by its published vector, and its dynamic code until it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.services.health.health_card import (
    CardReading,
    CardState,
    is_card_of,
    make_card_id,
    make_dynamic_code,
    read_dynamic_code,
    user_key,
)

ROOT = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
INDEX = "ABD17E7ED399EF68AB5660155D6E226D2C92EAC3254A4A66BED83AED0ADA1E9E"
DOCUMENT = "0111010020171225006X"
CARD = "98FF9F2C05145CB9305E9D8A57E072BB51180CA49E5BE5E9D41BCE3A9A571928"
PROTECTION = bytes.fromhex("FEDCBA98765432100123456789ABCDEF")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)


def test_the_published_vector() -> None:
    assert user_key(INDEX, ROOT).hex().upper() == "86C63180C2806ED1F47B859DE501215B"
    assert make_card_id(INDEX, DOCUMENT, ROOT) == CARD


def test_a_card_belongs_to_one_document() -> None:
    assert is_card_of(CARD, INDEX, DOCUMENT, ROOT)
    assert not is_card_of(CARD, INDEX, "01430302199003071235", ROOT)
    assert not is_card_of(CARD, INDEX[::-1], DOCUMENT, ROOT)
    assert not is_card_of(CARD, INDEX, DOCUMENT, PROTECTION)
    assert not is_card_of("é", INDEX, DOCUMENT, ROOT)
    assert not is_card_of(CARD, "no index", DOCUMENT, ROOT)
    assert not is_card_of(CARD, INDEX, "", ROOT)


@pytest.mark.parametrize(("index", "document"), [("", DOCUMENT), (INDEX, "01" + "1" * 31)])
def test_a_wrong_index_or_document_makes_no_card(index: str, document: str) -> None:
    with pytest.raises(ValueError):
        make_card_id(index, document, ROOT)


def test_a_dynamic_code_holds_until_it_ends() -> None:
    ends = NOON + timedelta(minutes=5)
    code = make_dynamic_code(CARD, ends, PROTECTION)
    assert len(code) == 96
    assert DOCUMENT not in code
    assert read_dynamic_code(code, NOON, PROTECTION) == CardReading(CardState.VALID, CARD, ends)
    assert read_dynamic_code(code, ends, PROTECTION).state is CardState.EXPIRED
    assert read_dynamic_code(code, NOON, ROOT).state is CardState.MALFORMED


@pytest.mark.parametrize(
    "code", ["", CARD, CARD + "0" * 32, CARD.lower() + "0" * 32, "码" * 96, CARD + "0" * 33]
)
def test_what_is_no_dynamic_code_is_answered(code: str) -> None:
    assert read_dynamic_code(code, NOON, PROTECTION) == CardReading(CardState.MALFORMED)


def test_a_day_that_does_not_exist_is_no_expiry() -> None:
    from gmssl import sm4

    cipher = sm4.CryptSM4()
    cipher.set_key(PROTECTION, sm4.SM4_ENCRYPT)
    block = bytes(cipher.one_round(cipher.sk, list(b"20260230120000\0\0"))).hex().upper()
    assert read_dynamic_code(CARD + block, NOON, PROTECTION).state is CardState.MALFORMED
