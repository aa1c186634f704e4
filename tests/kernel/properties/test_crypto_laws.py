"""Laws of sealing: what goes in comes out, in its own place and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rongcheng.kernel.crypto import suite
from rongcheng.kernel.errors import SealBroken
from tests.kernel.properties.strategies import QUICK, SLOW_CIPHER
from tests.kernel.sealing import RING

INTERNATIONAL = suite("international", RING)
NATIONAL = suite("national", RING)
texts = st.binary(max_size=64)


@QUICK
@given(texts, texts, texts)
def test_international_sealing(plaintext: bytes, context: bytes, other: bytes) -> None:
    sealed = INTERNATIONAL.seal(plaintext, context)
    assert INTERNATIONAL.open(sealed, context) == plaintext
    assume(other != context)
    with pytest.raises(SealBroken):
        INTERNATIONAL.open(sealed, other)


@SLOW_CIPHER
@given(texts, texts, texts)
def test_national_sealing(plaintext: bytes, context: bytes, other: bytes) -> None:
    sealed = NATIONAL.seal(plaintext, context)
    assert NATIONAL.open(sealed, context) == plaintext
    assume(other != context)
    with pytest.raises(SealBroken):
        NATIONAL.open(sealed, other)


@QUICK
@given(st.binary(max_size=200))
def test_any_bytes_are_refused(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        INTERNATIONAL.open(sealed, b"")
