"""What tests of the foundation share: keys, a standing clock, clean-up of append-only tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.kernel.crypto import KeyRing, configure, get_suite, suite
from rongcheng.kernel.errors import SuiteNotConfigured
from tests.foundation.append_only import emptying_allowed

__all__ = ["clock", "crypto", "emptying_allowed"]

KEYRING = KeyRing(versions={1: b"1" * 32, 2: b"2" * 32}, current=2, index_key=b"i" * 32)


@pytest.fixture(autouse=True)
def crypto() -> Iterator[None]:
    """Seal and hash under keys that only tests know."""
    try:
        before = get_suite()
    except SuiteNotConfigured:
        before = None
    configure(suite("international", KEYRING))
    yield
    if before is not None:
        configure(before)


@pytest.fixture
def clock() -> Iterator[FixedClock]:
    """Stand at noon of a spring day until a test moves on."""
    with use_clock(FixedClock(datetime(2024, 4, 15, 12, 0, tzinfo=SHANGHAI))) as standing:
        assert isinstance(standing, FixedClock)
        yield standing
