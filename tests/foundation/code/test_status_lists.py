"""Status lists: signed, small, read only when whole, and never older than they may be."""

from __future__ import annotations

import zlib
from typing import Any

import cbor2
import pytest

from rongcheng.foundation.code.offline.cose import list_header, sign
from rongcheng.foundation.code.offline.errors import CodeMalformed
from rongcheng.foundation.code.offline.status import (
    StatusLists,
    encode_status_list,
    read_status_list,
)
from tests.foundation.code.samples import (
    AT,
    DAY,
    ISSUER,
    OTHER_ISSUER,
    bits,
    key_id,
    keys,
    status_list,
    trusted_key,
)


def test_a_list_is_read_back_and_small() -> None:
    listed = status_list(0, 7, 131_071)
    token = encode_status_list(listed, key_id(ISSUER), ISSUER)
    assert len(token) < 300
    found = read_status_list(token, keys())
    assert found == listed
    assert [index for index in range(131_072) if found.is_revoked(index)] == [0, 7, 131_071]


def test_its_form_is_that_of_the_token_status_list() -> None:
    tag = cbor2.loads(encode_status_list(status_list(1), key_id(ISSUER), ISSUER))
    assert tag.tag == 18
    assert cbor2.loads(tag.value[0]) == {1: -7, 4: key_id(ISSUER), 16: "application/statuslist+cwt"}
    claims = cbor2.loads(tag.value[2])
    assert (claims[2], claims[6], claims[4]) == ("changzhutan/0", AT - 300, AT + DAY)
    assert claims[65533]["bits"] == 1
    assert zlib.decompress(claims[65533]["lst"])[:1] == b"\x02"


def signed(**changed: Any) -> bytes:
    claims = {2: "changzhutan/0", 4: AT + DAY, 6: AT, 65533: {"bits": 1, "lst": packed(bits())}}
    claims |= {int(name.strip("_")): value for name, value in changed.items()}
    return sign(list_header(key_id(ISSUER)), cbor2.dumps(claims, canonical=True), ISSUER)


def packed(data: bytes) -> bytes:
    return zlib.compress(data, 9)


def test_what_is_no_list_of_a_trusted_key_is_refused() -> None:
    good = encode_status_list(status_list(1), key_id(ISSUER), ISSUER)
    wrong = [
        b"",
        good[:-1],
        good + b"\x00",
        good[:60] + bytes([good[60] ^ 1]) + good[61:],
        bytes(50_000),
        encode_status_list(status_list(), key_id(OTHER_ISSUER), OTHER_ISSUER),
        encode_status_list(status_list(), key_id(ISSUER), OTHER_ISSUER),
        encode_status_list(status_list(metro="other"), key_id(ISSUER), ISSUER),
        signed(_2="nowhere"),
        signed(_4="soon"),
        signed(_65533={"bits": 2, "lst": packed(bits())}),
        signed(_65533={"bits": 1, "lst": packed(bytes(10))}),
        signed(_65533={"bits": 1, "lst": packed(bytes(10_000_000))}),
        signed(_65533={"bits": 1, "lst": b"no zlib"}),
        signed(_65533={"bits": 1, "lst": packed(bits()) + b"more"}),
        signed(_65533="none"),
        signed(_7=b"more"),
        sign(list_header(key_id(ISSUER)), b"\xff", ISSUER),
        sign(b"\xa1\x01\x26", cbor2.dumps({}), ISSUER),
    ]
    for token in wrong:
        with pytest.raises(CodeMalformed):
            read_status_list(token, keys())
    with pytest.raises(CodeMalformed):
        read_status_list(signed(), keys(trusted_key(valid_until=AT)))
    assert read_status_list(signed(), keys()).issued_at == AT


def test_the_youngest_list_of_a_number_is_held() -> None:
    older, younger = status_list(issued_at=AT - 600), status_list(5, issued_at=AT)
    for order in ((older, younger), (younger, older)):
        assert StatusLists(order).find("changzhutan", 0) == younger
    assert StatusLists().find("changzhutan", 0) is None
