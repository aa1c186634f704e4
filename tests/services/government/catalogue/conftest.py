"""What the catalogue's tests stand on: both metro areas published, strict words, a day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rongcheng.kernel.clock import FixedClock, use_clock
from rongcheng.kernel.dates import parse_datetime
from rongcheng.policy.editions import publish
from rongcheng.web import i18n
from tests.services.government.packs import METROS, book_of


@pytest.fixture(autouse=True)
def strict_words() -> Iterator[None]:
    """A missing sentence or parameter fails the test instead of showing its key."""
    i18n.raise_on_missing(True)
    yield
    i18n.raise_on_missing(False)


@pytest.fixture(autouse=True)
def may_2026() -> Iterator[FixedClock]:
    """Wednesday, 20 May 2026, ten o'clock."""
    with use_clock(FixedClock(parse_datetime("2026-05-20 10:00:00"))) as clock:
        yield clock


@pytest.fixture
def published(db: None) -> None:
    """Both metro areas with their current policy."""
    for metro in METROS:
        publish(book_of(metro).pack, by="tests")
