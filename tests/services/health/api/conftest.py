"""A hospital at the native API, and the witness that nothing was stored."""

from __future__ import annotations

import pytest

from tests.services.health.api.caller import Caller
from tests.services.health.building import item_of
from tests.services.health.conftest import World
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.stored import Unchanged


@pytest.fixture
def caller(world: World) -> Caller:
    """A level-3 hospital in Changsha."""
    return Caller(Hospital(world.at_tier("430100", "level_3")))


@pytest.fixture
def item(world: World, clock) -> str:
    """An item of class A without a price cap."""
    return item_of(world.book, "430100", "A", clock.now())


@pytest.fixture
def unchanged(world: World) -> Unchanged:
    """A context in which no row of any table may be added, changed or removed."""
    return Unchanged()
