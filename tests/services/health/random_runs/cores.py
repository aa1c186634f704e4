"""Operations around a remote core (远程核心操作): its wire breaks, it returns, editions change."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from rongcheng.policy.editions import current_book, publish
from rongcheng.services.health.catching_up import catch_up, catch_up_cores
from tests.services.health.conftest import METRO
from tests.services.health.random_runs.town import Town

FAULTS = ("drop_before", "drop_after", "http_500", "garbage", "twice", "wrong_amounts", "down")
OPERATIONS = ("settle", "settle", "reverse", "find", "*")
GIVEN_UP = timedelta(minutes=20)
MOST_ROUNDS = 6


def break_wire(town: Town, rng: Random) -> str:
    """The next questions to the core break: lost, late, garbled, wrong, twice, or it is down."""
    if town.wire is None:
        return "no core"
    slow = rng.random() < 0.05
    fault = "slow" if slow else rng.choice(FAULTS)
    town.wire.breaks.append((rng.choice(OPERATIONS), fault))
    return f"{town.wire.breaks[-1]}"


def catch_up_some(town: Town, rng: Random) -> str:
    """What is due is brought on, whatever the wire does."""
    del rng
    if town.wire is None:
        return "no core"
    town.wire.settle_down()
    town.wait()
    caught = catch_up()
    return f"{tuple(caught)} finished {town.find_reversals()}"


def come_back(town: Town, rng: Random) -> str:
    """All is mended and time passes: every call comes to its end."""
    del rng
    if town.wire is None:
        return "no core"
    town.wire.breaks.clear()
    town.wire.settle_down()
    for _ in range(MOST_ROUNDS):
        town.wait(GIVEN_UP)
        caught = catch_up_cores()
        if not town.open_calls():
            break
    found = town.find_reversals()
    assert not town.open_calls(), town.open_calls()
    town.pending.clear()
    return f"{tuple(caught)} finished {found}"


def change_policy(town: Town, rng: Random) -> str:
    """Another edition comes into force here; the core keeps its own."""
    town.edition = rng.randrange(len(town.editions))
    publish(town.editions[town.edition], by="random")
    town.world.book = current_book(METRO)
    return f"edition {town.edition}"
