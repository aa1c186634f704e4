"""A published metro with an open window and settlements between its pools."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from rongcheng.foundation.institutions.public import sync_institutions
from rongcheng.foundation.ledger.public import open_window
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.policy.editions import current_book, publish
from tests.packs import pack_in
from tests.portal.clearing_books import CHANGSHA, METRO, XIANGTAN, ZHUZHOU, settle

PACK = Path(__file__).parents[2] / "metros" / METRO


@pytest.fixture
def clock() -> Iterator[FixedClock]:
    """Stand at the morning of 1 April 2026."""
    fixed = FixedClock(datetime(2026, 4, 1, 9, 0, tzinfo=SHANGHAI))
    with use_clock(fixed):
        yield fixed


@pytest.fixture
def books(db: None, clock: FixedClock) -> None:
    """Have March's claims: Xiangtan owes Changsha 700 yuan, Changsha Zhuzhou 200."""
    pack = pack_in(PACK)
    publish(pack, by="tests")
    sync_institutions(current_book(METRO))
    open_window(METRO)
    settle(1, XIANGTAN, CHANGSHA, 50_000)
    settle(2, XIANGTAN, CHANGSHA, 20_000, "390102")
    settle(3, CHANGSHA, ZHUZHOU, 20_000)
