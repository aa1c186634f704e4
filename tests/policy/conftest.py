"""The sample pack, loaded once, and its book."""

from __future__ import annotations

import pytest

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.pack import Pack
from tests.policy.sample import SAMPLE_PACK, loaded


@pytest.fixture(scope="session")
def sample_pack() -> Pack:
    """The sample pack without faults."""
    return loaded(SAMPLE_PACK)


@pytest.fixture(scope="session")
def book(sample_pack: Pack) -> PolicyBook:
    """The book of the sample pack."""
    return PolicyBook(sample_pack)
