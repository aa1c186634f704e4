"""Both metros published, with their demo staff, and a client to walk the tour with."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from rongcheng.foundation.institutions.public import sync_institutions
from rongcheng.foundation.ledger.public import open_window
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.policy.editions import current_book, publish
from rongcheng.policy.load import load_pack
from rongcheng.simulation.demo import make_staff

METROS = ("changzhutan", "chengdemeizi")
FOLDER = Path(__file__).parents[2] / "metros"


@pytest.fixture
def stage(db, settings):
    """Return a clock on a day of 2026, with both metros and their staff in demo mode."""
    settings.RONGCHENG_DEMO = True
    clock = FixedClock(datetime(2026, 6, 15, 10, tzinfo=SHANGHAI))
    with use_clock(clock):
        for metro in METROS:
            pack, faults = load_pack(FOLDER / metro)
            assert pack is not None, faults
            publish(pack, by="test")
            book = current_book(metro)
            sync_institutions(book)
            open_window(metro)
            make_staff(book)
        yield clock
