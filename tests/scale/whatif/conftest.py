"""Metros with a demo day, columns in a folder of the test's own, and the office's people."""

from __future__ import annotations

from pathlib import Path

import pytest

from rongcheng.kernel.clock import FixedClock
from rongcheng.simulation.demo import load_demo_day
from rongcheng.web.actor import Actor
from tests.simulation.conftest import stage as stage_of_the_demo  # noqa: F401

OFFICE = Actor("staff", "office-430300", label="样例·办", role="office", metro="changzhutan")
OTHERS = Actor("staff", "office-510100", label="样例·办", role="office", metro="chengdemeizi")


@pytest.fixture
def day(stage_of_the_demo: FixedClock, settings, tmp_path: Path) -> FixedClock:  # noqa: F811
    """Load the demo day of both metros."""
    settings.RONGCHENG_DATA = tmp_path
    load_demo_day(lambda done, total: None)
    return stage_of_the_demo
