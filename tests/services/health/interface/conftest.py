"""Hospitals that sign and send, and a witness that nothing was stored."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from rongcheng.kernel.clock import FixedClock
from tests.services.health.cases.acting import open_metro
from tests.services.health.conftest import World
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.stored import Unchanged


@pytest.fixture
def hospital(world: World) -> Hospital:
    """A level-3 hospital in Changsha."""
    return Hospital(world.at_tier("430100", "level_3"))


@pytest.fixture
def hospital_at(world: World) -> Callable[[str, str], Hospital]:
    """Return the hospital of a city and tier, the same one each time."""
    return cache(lambda city, tier: Hospital(world.at_tier(city, tier)))


@pytest.fixture
def chengdu(db: None, clock: FixedClock) -> World:
    """The metro of Chengdu, Deyang, Meishan and Ziyang, published and open."""
    open_metro("chengdemeizi")
    return World("chengdemeizi")


@pytest.fixture
def unchanged(db: None) -> Unchanged:
    """A context in which no row of any table may be added, changed or removed."""
    return Unchanged()
