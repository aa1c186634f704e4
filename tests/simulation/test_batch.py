"""Simulated traffic equals batch on the same visits, fen for fen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from django.conf import LazySettings

from rongcheng.commands.simulation_part import run_part
from rongcheng.policy.editions import current_book
from rongcheng.scale.converting import words_of
from rongcheng.scale.flow import Engine
from rongcheng.scale.whatif.extracting import columns_folder, extract
from rongcheng.scale.whatif.stored import Check, read_stored
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.rules import BatchPolicy
from rongcheng.simulation.public import Listener, Options, simulate
from tests.simulation.fresh import METROS
from tests.simulation.test_simulate import Fresh

FEW = Options(days=3, residents=60, seed=11, first_day=date(2026, 1, 30), intensity=10.0)
MANY = FEW._replace(days=60, residents=900, intensity=1.0, processes=2)


def compare(metro: str, folder: Path) -> dict[str, int]:
    """Settle a metro's stored visits by the batch and compare with what the counter settled."""
    policy = BatchPolicy([current_book(metro)])
    engine = Engine(1, 256 << 20, folder)
    check = Check()
    words = words_of(policy.vocabulary)
    for chunk in read_stored(columns_folder(metro), extract(metro), words, engine):
        assert chunk.exact.all()
        results, faults = policy.settle(chunk.visits)
        assert not np.count_nonzero(faults)
        check.take(chunk, results)
    return check.plain()


@pytest.mark.parametrize("options", [FEW, pytest.param(MANY, marks=pytest.mark.soak)])
def test_the_batch_settles_every_simulated_bill_alike(
    fresh: Fresh, settings: LazySettings, tmp_path: Path, options: Options
) -> None:
    settings.RONGCHENG_DATA = tmp_path
    with fresh():
        simulate(options, Listener(), run_part)
        for metro in METROS:
            bills = Settlement.objects.filter(metro=metro).count()
            assert bills > 20
            assert compare(metro, tmp_path) == {
                "bills": bills,
                "remote_rows": 0,
                "differing": 0,
                "fund_fen": 0,
            }
