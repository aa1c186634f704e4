"""The formats: what is written is read back, one form only, and strangers read it too."""

from __future__ import annotations

import cbor2
import cwt
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from rongcheng.foundation.code.offline import base45
from rongcheng.foundation.code.offline.claims import decode_claims, encode_claims
from rongcheng.foundation.code.offline.cose import (
    HOLDER_HEADER,
    key_id_of,
    key_of_point,
    read_signed,
    sign,
)
from rongcheng.foundation.code.offline.errors import CodeMalformed
from rongcheng.foundation.code.offline.keyset import KeySet, read_jwks
from rongcheng.foundation.code.offline.proof import decode_proof, encode_proof
from rongcheng.foundation.code.offline.text import code_text, read_text
from rongcheng.foundation.code.offline.types import NO_TRANSIT, Proof
from tests.foundation.code.samples import (
    CARD_CLAIMS,
    CLAIMS,
    ISSUER,
    PHONE,
    code,
    credential,
    key_id,
    keys,
    point,
    proof,
)


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"", "")],
)
def test_base45_as_the_rfc_writes_it(data: bytes, text: str) -> None:
    assert base45.encode(data) == text
    assert base45.decode(text) == data


@given(st.binary(max_size=600))
def test_base45_reads_back_what_it_wrote(data: bytes) -> None:
    assert base45.decode(base45.encode(data)) == data


@pytest.mark.parametrize("text", ["GGW", ":::", "A", "AAAA", "abc", "BB8é", "::", "BB8 \n"])
def test_what_is_no_base45_is_refused(text: str) -> None:
    with pytest.raises(CodeMalformed):
        base45.decode(text)


@given(st.text(alphabet=base45.ALPHABET, max_size=400))
def test_a_text_stands_for_one_sequence_of_bytes(text: str) -> None:
    try:
        data = base45.decode(text)
    except CodeMalformed:
        return
    assert base45.encode(data) == text


@pytest.mark.parametrize(
    "claims",
    [
        CLAIMS,
        CARD_CLAIMS,
        CLAIMS._replace(transit=NO_TRANSIT),
        CLAIMS._replace(purposes=(3,), list_number=70_000, list_index=131_071),
        CARD_CLAIMS._replace(uses=0, list_index=0),
    ],
)
def test_claims_are_read_back(claims: object) -> None:
    assert decode_claims(encode_claims(claims)) == claims  # type: ignore[arg-type]


def test_claims_have_one_written_form() -> None:
    written = encode_claims(CLAIMS)
    longer_index = written.replace(b"\x19\x30\x39", b"\x1a\x00\x00\x30\x39")
    assert longer_index != written
    for other in (longer_index, written + b"\x00", written[:-1], b"", cbor2.dumps({1: "x"})):
        with pytest.raises(CodeMalformed):
            decode_claims(other)


def test_a_card_has_uses_and_no_key_a_phone_a_key_and_no_uses() -> None:
    plain = cbor2.loads(encode_claims(CLAIMS))
    keyless = {label: value for label, value in plain.items() if label != 8}
    counted = plain | {-70001: plain[-70001] | {4: 3}}
    for wrong in (keyless, counted):
        with pytest.raises(CodeMalformed):
            decode_claims(cbor2.dumps(wrong, canonical=True))


@pytest.mark.parametrize("number", [0, 23, 24, 255, 256, 65_535, 65_536, 2**32 - 1, 2**32])
def test_proofs_are_read_back_in_the_shortest_form_only(number: int) -> None:
    said = Proof(bytes(16), number, 7, 3)
    written = encode_proof(said)
    assert written == cbor2.dumps([bytes(16), number, 7, 3], canonical=True)
    assert decode_proof(written) == said
    for wrong in (written + b"\x00", written[:-1], written[:18] + b"\x18\x07" + written[18:]):
        with pytest.raises(CodeMalformed):
            decode_proof(wrong)


def test_another_implementation_reads_and_verifies_a_credential() -> None:
    signed = credential()
    key = cwt.COSEKey.new(
        {1: 2, 2: key_id(ISSUER), 3: -7, -1: 1, -2: point(ISSUER)[1:33], -3: point(ISSUER)[33:]}
    )
    # Its own checks of dates are left to us: the sample is of another day.
    claims = cwt.CWT.new(expires_in=1, leeway=10**9).decode(signed, key)
    assert claims[1] == "changzhutan/430300"
    assert claims[2] == "sample-handle-01"
    assert claims[8][1] == {1: 2, -1: 1, -2: point(PHONE)[1:33], -3: point(PHONE)[33:]}
    assert claims[-70001] == {1: 1, 2: [1, 2, 3, 4, 5], 3: [0, 12_345], 5: [43_010_001, 1, 2]}


def test_a_signed_envelope_is_plain_cose() -> None:
    signed = sign(HOLDER_HEADER, b"payload", PHONE)
    tag = cbor2.loads(signed)
    assert (tag.tag, tag.value[0], tag.value[1], tag.value[2]) == (
        18,
        bytes.fromhex("a10126"),
        {},
        b"payload",
    )
    found = read_signed(signed)
    assert (found.payload, found.end) == (b"payload", len(signed))
    assert found.message == cbor2.dumps(["Signature1", HOLDER_HEADER, b"", b"payload"])


def test_lengths_of_a_payload_are_read_in_the_shortest_form_only() -> None:
    for size in (0, 23, 24, 255, 256, 65_535):
        payload = bytes(size)
        assert read_signed(sign(HOLDER_HEADER, payload, PHONE)).payload == payload
    long_form = sign(HOLDER_HEADER, b"ab", PHONE).replace(b"\xa0\x42ab", b"\xa0\x58\x02ab")
    with pytest.raises(CodeMalformed):
        read_signed(long_form)
    with pytest.raises(CodeMalformed):
        key_id_of(HOLDER_HEADER)
    with pytest.raises(ValueError):
        sign(HOLDER_HEADER, bytes(65_536), PHONE)


@pytest.mark.parametrize("wrong", [b"", bytes(65), b"\x04" + bytes(64), b"\x04" + b"\xff" * 64])
def test_a_point_off_the_curve_is_no_key(wrong: bytes) -> None:
    with pytest.raises(CodeMalformed):
        key_of_point(wrong)


def test_a_code_fits_a_comfortable_qr() -> None:
    text = code(counter=100_000)
    assert len(text) <= 560
    assert segno.make(text, error="m", boost_error=False, micro=False).version <= 15
    card = code_text(credential(CARD_CLAIMS))
    assert segno.make(card, error="m", boost_error=False, micro=False).version <= 10


def test_a_code_is_taken_apart_into_credential_and_proof() -> None:
    signed = credential()
    shown = read_text(code_text(signed, proof(signed)))
    assert shown.credential_bytes == signed
    assert shown.proof is not None
    assert read_text(code_text(signed)).proof is None
    for wrong in (code_text(signed + signed), code_text(signed, proof(signed) + b"\x00"), "RC1:"):
        with pytest.raises(CodeMalformed):
            read_text(wrong)


def test_a_key_set_is_read_back_and_a_false_one_refused() -> None:
    published = keys().to_jwks()
    (jwk,) = published["keys"]
    assert (jwk["kty"], jwk["crv"], jwk["alg"], jwk["metro"]) == (
        "EC",
        "P-256",
        "ES256",
        "changzhutan",
    )
    assert "d" not in jwk
    assert read_jwks(published).to_jwks() == published
    assert len(read_jwks({"keys": []})) == 0 == len(KeySet([]))
    swaps = {"x": jwk["y"], "kid": "AAAAAAAAAAA", "kty": "OKP", "nbf": "1", "exp": -1, "metro": 3}
    wrong: list[object] = [{"keys": [jwk | {name: value}]} for name, value in swaps.items()]
    for written in [*wrong, None, [], {}, {"keys": {}}, {"keys": [1]}, {"keys": [{}] * 1_001}]:
        with pytest.raises(CodeMalformed):
            read_jwks(written)
