"""A process killed while it seals anew leaves every row under one key or the other, whole."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Callable

import pytest
from django.db import connections

from rongcheng.foundation.people.public import reveal_id_number
from rongcheng.foundation.resealing.columns import Place
from rongcheng.foundation.resealing.public import AlreadyRunning, reseal
from tests.foundation.resealing.rings import use_ring
from tests.foundation.resealing.test_resealing import register, versions
from tests.runtime.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def kill_one(*, before_commit: bool) -> None:
    """Have a process of its own seal two values anew, and be killed before or after it commits."""
    connections.close_all()  # a fork must not share one
    with warnings.catch_warnings():
        # From Python 3.12 on it warns of threads; this child only seals and dies.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            if before_commit:
                written = Place.write
                setattr(Place, "write", lambda place, rows: die(written(place, rows)))  # noqa: B010
            wait_until(lambda: ends(lambda name, values: die()), "a turn")
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)


def die(done: object = None) -> None:
    """End this process as a cut of power would."""
    os.kill(os.getpid(), signal.SIGKILL)


def ends(on_window: Callable[[str, int], None] | None = None) -> bool:
    """Seal the rest anew; False while the database has not noticed that the last one is gone."""
    try:
        return reseal(window=2, on_window=on_window).finished
    except AlreadyRunning:
        return False


@pytest.mark.parametrize("kills", [3, pytest.param(40, marks=pytest.mark.soak)])
def test_whoever_comes_next_ends_what_was_begun(kills: int) -> None:
    use_ring(1)
    people = register(kills + 2)
    use_ring(1, 2)
    done = 0
    for kill in range(kills):
        kill_one(before_commit=kill % 2 == 0)
        done += 2 * (kill % 2)
        assert versions() == [2] * done + [1] * (len(people) - done)
    wait_until(ends, "the end")
    assert versions() == [2] * len(people)
    use_ring(2)
    assert {one: reveal_id_number(one) for one in people} == people
