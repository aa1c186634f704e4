"""Whatever happens in whatever order, the books stand after each operation (随机运行)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from rongcheng.foundation.ledger.public import PostingLine, post_entry
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.policy.pack import Pack
from tests.foundation.append_only import emptying_allowed  # noqa: F401
from tests.services.health.conftest import METRO, XIANGTAN, World
from tests.services.health.cores.conftest import mixed_folder, pack  # noqa: F401
from tests.services.health.cores.core_process import CoreThread, Wire
from tests.services.health.random_runs import care, driver
from tests.services.health.random_runs.driver import OPERATIONS, RandomRun
from tests.services.health.random_runs.model import Model
from tests.services.health.random_runs.town import Town, edition

pytestmark = pytest.mark.django_db(transaction=True)

SEED = int(os.environ.get("RONGCHENG_RANDOM_SEED", "0"))
STEPS = int(os.environ.get("RONGCHENG_RANDOM_STEPS", "0"))
EACH_TEST, SOAK = 300, 10_000
PATIENCE_S = 1.5
PEOPLE = 18


@pytest.fixture
def world(transactional_db: None, pack: Any, clock: Any, world: World) -> World:  # noqa: F811
    """Commit the published metro, as a server does."""
    return world


@pytest.fixture
def town_of(
    world: World,
    clock: FixedClock,
    tmp_path: Path,
    settings: Any,
    pack: Pack,  # noqa: F811
) -> Iterator[Callable[[int], Town]]:
    """A function that makes the town of a seed, with Xiangtan's core behind a wire."""
    core = CoreThread(tmp_path, XIANGTAN, pack)
    wire = Wire(lambda: core.port, PATIENCE_S)
    address = {
        "url": f"http://127.0.0.1:{wire.port}/core",
        "access_key": core.access_key,
        "secret_file": str(core.keys),
        "timeout_ms": int(PATIENCE_S * 1000),
    }
    settings.RONGCHENG_CORES = json.dumps({XIANGTAN: address})

    def make(seed: int) -> Town:
        rng = Random(seed)
        begin = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
        clock.set(begin + timedelta(days=rng.randint(0, 300)))
        editions = [pack, edition(pack, 90), edition(pack, 110)]
        town = Town(world, clock, Model(), editions, core, wire)
        town.settle_in(rng, PEOPLE)
        return town

    yield make
    wire.close()
    core.stop()


def test_random_operations_from_a_seed(town_of: Callable[[int], Town]) -> None:
    seed = SEED or 7
    run = RandomRun(town_of(seed), seed)
    run.run(STEPS or EACH_TEST)
    if not STEPS:
        assert {act for _, act in OPERATIONS} == run.done


def stray(town: Town, rng: Random) -> str:
    """Move a fen that nobody was told about."""
    number = town.next_serial()
    lines = [PostingLine(f"fund:{XIANGTAN}:310102", -1), PostingLine("cash:H43010300001", 1)]
    post_entry(
        key=f"stray-{number}",
        metro=METRO,
        kind="test.stray",
        reference=str(rng.random()),
        occurred_at=town.clock.now(),
        postings=lines,
    )
    return f"stray {number}"


def test_a_failure_tells_the_seed_and_all_that_was_done(
    town_of: Callable[[int], Town], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "OPERATIONS", ((1, care.settle),))
    run = RandomRun(town_of(9), 9)
    run.run(3)
    monkeypatch.setattr(driver, "OPERATIONS", ((1, stray),))
    with pytest.raises(AssertionError) as told:
        run.run(1)
    said = str(told.value)
    assert "RONGCHENG_RANDOM_SEED=9" in said
    assert said.count("care.settle ->") == 3
    assert "stray 4" in said


@pytest.mark.soak
def test_ten_thousand_random_operations(town_of: Callable[[int], Town]) -> None:
    seed = SEED or 2
    run = RandomRun(town_of(seed), seed)
    run.run(STEPS or SOAK)
