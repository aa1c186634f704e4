"""A run of random operations from a seed (随机运行): the same seed does the same things.

Each operation draws from a generator of its own, made of seed and number, so that what one
operation draws does not move the next one's.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

from tests.services.health.random_runs import care, clearing, cores, messages
from tests.services.health.random_runs.invariants import Checks
from tests.services.health.random_runs.town import Town
from tests.services.health.random_runs.whole import WholeCheck

Operation = Callable[[Town, Random], str]
WHOLE_EVERY = 100
SHOWN = 400
OPERATIONS: tuple[tuple[int, Operation], ...] = (
    (24, care.settle),
    (12, care.reverse),
    (8, care.send_again),
    (2, care.conflict),
    (1, care.reverse_twice),
    (5, care.admit),
    (14, care.go_on),
    (6, messages.visit),
    (4, messages.stay),
    (2, clearing.close),
    (1, clearing.close_only),
    (1, clearing.net),
    (4, clearing.confirm),
    (4, clearing.pay),
    (3, clearing.dispute),
    (2, clearing.decide),
    (1, clearing.prefund),
    (4, cores.break_wire),
    (2, cores.catch_up_some),
    (2, cores.come_back),
    (1, cores.change_policy),
)


class RandomRun:
    """Does one operation after another, and checks everything after each."""

    def __init__(self, town: Town, seed: int) -> None:
        """Take a town where nothing was settled yet."""
        self.town = town
        self.seed = seed
        self.log: list[str] = []
        self.done: set[Operation] = set()
        self.checks = Checks(town)
        self.whole = WholeCheck(town)

    def run(self, steps: int) -> None:
        """Do this many operations; a failure tells the seed and all that was done."""
        try:
            for number in range(steps):
                self._step(number)
                if (number + 1) % WHOLE_EVERY == 0:
                    self.whole.run()
            self.log.append("the end: everything comes back, all windows are netted")
            self._end()
        except BaseException as failure:
            raise AssertionError(self._told(failure)) from failure

    def _step(self, number: int) -> None:
        rng = Random(f"{self.seed}:{number}")
        self.town.clock.advance(timedelta(minutes=rng.randint(1, 170)))
        weights = [weight for weight, _ in OPERATIONS]
        _, act = rng.choices(OPERATIONS, weights)[0]
        name = f"{act.__module__.rpartition('.')[2]}.{act.__name__}"
        self.done.add(act)
        self.log.append(f"{number} {self.town.clock.now():%Y-%m-%d %H:%M} {name}")
        self.log[-1] += f" -> {act(self.town, rng)}"
        self.checks.after_operation()

    def _end(self) -> None:
        rng = Random(f"{self.seed}:end")
        for act in (cores.come_back, clearing.net, clearing.close):
            act(self.town, rng)
            self.checks.after_operation()
        self.whole.last()

    def _told(self, failure: BaseException) -> str:
        done = "\n".join(self.log[-SHOWN:])
        again = f"RONGCHENG_RANDOM_SEED={self.seed} RONGCHENG_RANDOM_STEPS={len(self.log)}"
        return f"{type(failure).__name__}: {failure}\n{done}\nreplay with {again}"
