"""The reference core as a city runs it: in a process of its own, killed and started again."""

from __future__ import annotations

import pytest

from rongcheng.services.health.cores.errors import CoreNotAnswering
from tests.services.health.cores.core_process import CoreProcess
from tests.services.health.cores.side_by_side import Sides


@pytest.fixture
def core(core_process: CoreProcess) -> CoreProcess:
    """Use the real process."""
    return core_process


def test_a_killed_core_rebuilds_itself_from_its_journal(sides: Sides) -> None:
    first = sides.settle(sides.ask())
    asked = sides.ask()
    sides.wire.breaks = [("settle", "drop_after")]
    with pytest.raises(CoreNotAnswering):
        sides.settle(asked)
    sides.core.kill()
    with sides.core.journal.open("ab") as torn:
        torn.write(b'0123456789abcdef {"op":"settle","key":"S')
    with pytest.raises(CoreNotAnswering):
        sides.settle(asked)
    sides.core.start()
    second = sides.settle(asked)
    # The deductible of the year was used up before the kill, and the core still knows.
    assert first.amounts.deductible_fen > 0
    assert second.amounts.deductible_fen == 0
    sides.come_back()
    sides.check()
