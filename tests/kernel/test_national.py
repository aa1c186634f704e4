"""SM3 and SM4 by OpenSSL and by gmssl are one: what one sealed the other opens, byte for byte."""

from __future__ import annotations

import secrets

import pytest
from cryptography.exceptions import UnsupportedAlgorithm

from rongcheng.kernel import national
from rongcheng.kernel.national import OpenSsl, PurePython, choose_algorithms

FAST, PURE = OpenSsl(), PurePython()
LENGTHS = (0, 1, 15, 16, 17, 55, 56, 63, 64, 65, 200)


def test_this_machine_has_the_fast_ones() -> None:
    assert isinstance(national.ALGORITHMS, OpenSsl)


@pytest.mark.parametrize("length", LENGTHS)
def test_both_agree(length: int) -> None:
    text, key, iv = secrets.token_bytes(length), secrets.token_bytes(16), secrets.token_bytes(16)
    assert FAST.digest(text) == PURE.digest(text)
    assert FAST.mac(key, text) == PURE.mac(key, text)
    sealed = FAST.encrypt(key, iv, text)
    assert sealed == PURE.encrypt(key, iv, text)
    assert FAST.decrypt(key, iv, sealed) == PURE.decrypt(key, iv, sealed) == text


def test_published_vectors_hold_for_both() -> None:
    """Source: GB/T 32905 appendix A (SM3); GB/T 32907 appendix A (SM4), one block."""
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    for one in (FAST, PURE):
        assert one.digest(b"abc").hex() == (
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        )
        # With an IV of zeros the first block of CBC is the block cipher itself.
        first = one.encrypt(block, bytes(16), block)[:16]
        assert first.hex() == "681edf34d206965e86b3e94f536e4246"


def test_without_them_gmssl_does_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*words: object) -> None:
        raise UnsupportedAlgorithm("not built in")

    monkeypatch.setattr(OpenSsl, "encrypt", refuse)
    assert isinstance(choose_algorithms(), PurePython)
