"""Sealed values open in their own place only, under any version of the keys, in both suites."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as openssl_hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rongcheng.kernel.crypto import (
    CryptoSuite,
    KeyRing,
    configure,
    get_suite,
    suite,
)
from rongcheng.kernel.errors import KeyRingInvalid, SealBroken, SuiteNotConfigured, SuiteUnknown
from tests.kernel.sealing import (
    FIRST_KEY,
    INDEX_KEY,
    OTHER_RING,
    RING,
    ROTATED_RING,
    SECOND_KEY,
)

PLAINTEXT = "样例·甲".encode()
CONTEXT = b"people.Resident.name/1"
SUITES = ("international", "national")

SEALED_ONCE = {
    "international": "0100014210f5ac011d70247973f981d45ee69f8810fdd312d2b22c9b02339346e28a1183e191"
    "d71db4d0",
    "national": "02000116e2a6c3c461ccee76467147cec8db7a3a978b9e80e873fa6074e22fd32f6e8a5d9c85206a64"
    "523bc060aedc5491fbb9c8edd9e5ee1a75cef491b8380a5e4515",
}
HASHED = {
    "international": "ec5ccace01a27e8de882d93729aa9de275b3fef7c063c547e59eca51b92965bf",
    "national": "a5485c53335ce2532618f6d3933cd209e34cb89851b3f9ca941e502a29f5102c",
}
DIGESTED = {
    "international": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "national": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
}


@pytest.fixture(params=SUITES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sealer(name: str) -> CryptoSuite:
    return suite(name, RING)


def test_digest_of_abc(name: str, sealer: CryptoSuite) -> None:
    assert sealer.name == name
    assert sealer.digest(b"abc").hex() == DIGESTED[name]


def test_what_was_sealed_in_the_past_still_opens(name: str, sealer: CryptoSuite) -> None:
    assert sealer.open(bytes.fromhex(SEALED_ONCE[name]), CONTEXT) == PLAINTEXT


def test_what_was_hashed_in_the_past_is_still_found(name: str) -> None:
    for ring in (RING, ROTATED_RING):
        hashed = suite(name, ring).keyed_hash(b"430302199003071235", "id_number")
        assert hashed.hex() == HASHED[name]


def test_sealing_hides_and_differs(sealer: CryptoSuite) -> None:
    once, again = sealer.seal(PLAINTEXT, CONTEXT), sealer.seal(PLAINTEXT, CONTEXT)
    assert once != again
    assert PLAINTEXT not in once
    assert sealer.open(once, CONTEXT) == sealer.open(again, CONTEXT) == PLAINTEXT


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 40])
def test_any_length(sealer: CryptoSuite, length: int) -> None:
    plaintext = b"\x10" * length
    assert sealer.open(sealer.seal(plaintext, b""), b"") == plaintext


def test_every_altered_byte_is_noticed(name: str, sealer: CryptoSuite) -> None:
    sealed = bytes.fromhex(SEALED_ONCE[name])
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(SealBroken):
            sealer.open(bytes(altered), CONTEXT)


def test_every_shortening_is_noticed(name: str, sealer: CryptoSuite) -> None:
    sealed = bytes.fromhex(SEALED_ONCE[name])
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            sealer.open(sealed[:length], CONTEXT)
    with pytest.raises(SealBroken):
        sealer.open(sealed + b"\0", CONTEXT)


@pytest.mark.parametrize("context", [b"", b"people.Resident.name/2", CONTEXT + b"\0"])
def test_a_value_cannot_be_moved(sealer: CryptoSuite, context: bytes) -> None:
    sealed = sealer.seal(PLAINTEXT, CONTEXT)
    with pytest.raises(SealBroken):
        sealer.open(sealed, context)


def test_another_key_does_not_open(name: str, sealer: CryptoSuite) -> None:
    with pytest.raises(SealBroken, match="altered or moved"):
        suite(name, OTHER_RING).open(sealer.seal(PLAINTEXT, CONTEXT), CONTEXT)


def test_another_suite_does_not_open() -> None:
    sealed = suite("national", RING).seal(PLAINTEXT, CONTEXT)
    with pytest.raises(SealBroken, match="another crypto suite"):
        suite("international", RING).open(sealed, CONTEXT)


def test_keys_rotate(name: str, sealer: CryptoSuite) -> None:
    rotated = suite(name, ROTATED_RING)
    assert rotated.open(sealer.seal(PLAINTEXT, CONTEXT), CONTEXT) == PLAINTEXT
    sealed = rotated.seal(PLAINTEXT, CONTEXT)
    assert sealed[1:3] == b"\x00\x02"
    assert rotated.open(sealed, CONTEXT) == PLAINTEXT
    with pytest.raises(SealBroken, match="no key of version 2"):
        sealer.open(sealed, CONTEXT)


def test_keyed_hashes_differ_by_purpose_value_and_key(name: str, sealer: CryptoSuite) -> None:
    hashes_of = {
        sealer.keyed_hash(b"430302199003071235", "id_number"),
        sealer.keyed_hash(b"430302199003071235", "psn_no"),
        sealer.keyed_hash(b"11010519491231002X", "id_number"),
        suite(name, OTHER_RING).keyed_hash(b"430302199003071235", "id_number"),
    }
    assert len(hashes_of) == 4
    assert {len(found) for found in hashes_of} == {32}


def test_international_sealing_is_plain_aes_gcm() -> None:
    """Read the documented format by hand, without the suite."""
    sealed = suite("international", RING).seal(PLAINTEXT, CONTEXT)
    key = hmac.digest(FIRST_KEY, b"rongcheng/seal/aes-256-gcm/1", hashlib.sha256)
    assert sealed[:3] == b"\x01\x00\x01"
    opened = AESGCM(key).decrypt(sealed[3:15], sealed[15:], sealed[:3] + CONTEXT)
    assert opened == PLAINTEXT


def openssl_hmac_sm3(key: bytes, message: bytes) -> bytes:
    mac = openssl_hmac.HMAC(key, hashes.SM3())
    mac.update(message)
    return mac.finalize()


def test_national_sealing_is_plain_sm4_cbc_and_hmac_sm3() -> None:
    """Read the documented format by hand, with another implementation of SM3 and SM4."""
    sealed = suite("national", RING).seal(PLAINTEXT, CONTEXT)
    assert sealed[:3] == b"\x02\x00\x01"
    tag_key = openssl_hmac_sm3(FIRST_KEY, b"rongcheng/seal/hmac-sm3/1")
    length = len(CONTEXT).to_bytes(8, "big")
    assert openssl_hmac_sm3(tag_key, length + CONTEXT + sealed[:-32]) == sealed[-32:]
    key = openssl_hmac_sm3(FIRST_KEY, b"rongcheng/seal/sm4-cbc/1")[:16]
    decryptor = Cipher(algorithms.SM4(key), modes.CBC(sealed[3:19])).decryptor()
    padded = decryptor.update(sealed[19:-32]) + decryptor.finalize()
    assert padded == PLAINTEXT + b"\x05" * 5


def test_national_hashes_agree_with_another_implementation() -> None:
    sealer = suite("national", RING)
    purpose_key = openssl_hmac_sm3(INDEX_KEY, b"rongcheng/index/id_number/1")
    for length in (0, 1, 55, 56, 63, 64, 65, 130):
        value = b"\xa5" * length
        expected = openssl_hmac_sm3(purpose_key, value)
        assert sealer.keyed_hash(value, "id_number") == expected


@pytest.mark.parametrize(
    ("versions", "current", "index_key"),
    [
        ({}, 1, INDEX_KEY),
        ({1: FIRST_KEY}, 2, INDEX_KEY),
        ({1: FIRST_KEY[:31]}, 1, INDEX_KEY),
        ({0: FIRST_KEY}, 0, INDEX_KEY),
        ({65_536: FIRST_KEY}, 65_536, INDEX_KEY),
        ({1: FIRST_KEY}, 1, b""),
    ],
)
def test_an_incomplete_ring_is_refused(
    versions: dict[int, bytes], current: int, index_key: bytes
) -> None:
    with pytest.raises(KeyRingInvalid):
        KeyRing(versions, current, index_key)


def test_a_ring_shows_no_key_and_cannot_be_changed_from_outside(name: str) -> None:
    versions = {1: FIRST_KEY}
    ring = KeyRing(versions, 1, INDEX_KEY)
    versions[1] = SECOND_KEY
    assert ring.versions == {1: FIRST_KEY}
    assert repr(ring) == "KeyRing(current=1)"
    assert "KeyRing(current=1)" in repr(suite(name, ring))
    assert repr(FIRST_KEY)[2:-1] not in repr(suite(name, ring))


def test_an_unknown_suite_is_refused() -> None:
    with pytest.raises(SuiteUnknown):
        suite("rot13", RING)


def test_the_suite_of_the_process() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rongcheng.kernel.crypto._configured", [])
        with pytest.raises(SuiteNotConfigured):
            get_suite()
        chosen = suite("international", RING)
        configure(chosen)
        assert get_suite() is chosen
