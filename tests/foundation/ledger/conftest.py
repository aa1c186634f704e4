"""A ledger that stands when a test begins."""

from __future__ import annotations

import pytest

from rongcheng.foundation.ledger.public import open_window
from tests.foundation.ledger.books import METRO, grant


@pytest.fixture
def old_entry() -> int:
    """Open a window, put 100 fen on a personal account, and return that committed entry."""
    open_window(METRO)
    return grant(100, "old")
