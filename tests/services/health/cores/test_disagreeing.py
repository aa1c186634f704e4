"""Two editions disagree: the core's result is recorded, the difference kept and explained."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rongcheng.kernel.clock import FixedClock
from rongcheng.policy.load import load_pack
from rongcheng.services.health.cores.calls import CallState
from rongcheng.services.health.cores.errors import CoreRefused
from rongcheng.services.health.models import CoreCall, CoreHealth, Settlement
from tests.services.health.conftest import XIANGTAN, World
from tests.services.health.cores.core_process import CoreThread, Wire
from tests.services.health.cores.side_by_side import Sides
from tests.services.health.cores.staying import Staying, difference_of
from tests.services.health.interface.hospital import Hospital

RATIO = "policies/health/outpatient/ratio.yaml"
CAP = "policies/health/outpatient/cap_year.yaml"
DEDUCTIBLE = "policies/health/outpatient/deductible.yaml"
CHANGES = [
    (RATIO, "600000", "550000", "ratio", "health.outpatient.ratio"),
    (DEDUCTIBLE, r"\b30000\b", "20000", "deductible", "health.outpatient.deductible"),
    (CAP, r"\b150000\b", "10000", "cap", "health.outpatient.cap_year"),
]

STAY_CHANGES = [
    (
        "policies/health/inpatient/ratio.yaml",
        "level_3: 850000",
        "level_3: 700000",
        "ratio",
        "health.inpatient.ratio",
    ),
    (
        "policies/health/inpatient/deductible.yaml",
        "level_3: 110000",
        "level_3: 90000",
        "deductible",
        "health.inpatient.deductible",
    ),
    (
        "policies/health/basic/cap_year.yaml",
        "employee: 15000000",
        "employee: 9000000",
        "cap",
        "health.basic.cap_year",
    ),
    (
        "policies/health/large_amount/threshold.yaml",
        "ordinary: 1600000",
        "ordinary: 1000000",
        "threshold",
        "health.large_amount.threshold",
    ),
    (
        "policies/health/large_amount/ratio.yaml",
        "ordinary: 900000",
        "ordinary: 500000",
        "layer_ratio",
        "health.large_amount.ratio",
    ),
]


@pytest.fixture
def other_core(
    tmp_path: Path, change_pack: Callable[..., Path], request: pytest.FixtureRequest
) -> Any:
    """A core with an edition of its own."""
    pack, faults = load_pack(change_pack(*request.param))
    assert pack is not None, faults
    thread = CoreThread(tmp_path, XIANGTAN, pack)
    yield thread
    thread.stop()


@pytest.fixture
def core(other_core: CoreThread) -> CoreThread:
    """Use the core with the other edition."""
    return other_core


@pytest.mark.parametrize(
    ("other_core", "cause", "parameter"),
    [(change[:3], *change[3:]) for change in CHANGES],
    indirect=["other_core"],
    ids=[change[3] for change in CHANGES],
)
def test_the_difference_names_the_parameter(sides: Sides, cause: str, parameter: str) -> None:
    settled = sides.settle(sides.ask())
    call = CoreCall.objects.get(key=settled.setl_id)
    assert call.state == CallState.RECORDED
    rows = {name: (ours, theirs) for name, ours, theirs in call.difference["amounts"]}
    assert rows["fund_fen"][1] == settled.amounts.fund_fen
    assert rows["fund_fen"][0] != rows["fund_fen"][1]
    assert (call.difference["cause"], call.difference["parameter"]) == (cause, parameter)
    _, ours, theirs = call.difference["step"]
    assert ours != theirs
    assert call.edition == sides.core.records()[0]["answer"]["edition"]
    # The next one starts from the same running totals: it differs by the parameter, if at all.
    again = sides.settle(sides.ask())
    after = CoreCall.objects.get(key=again.setl_id).difference
    assert after.get("cause", cause) == cause
    sides.take_back(settled)
    sides.check()


@pytest.mark.parametrize(
    ("other_core", "cause", "parameter"),
    [(change[:3], *change[3:]) for change in STAY_CHANGES],
    indirect=["other_core"],
    ids=[change[4] for change in STAY_CHANGES],
)
def test_a_stay_that_parts_names_the_parameter(
    world: World, sides: Sides, cause: str, parameter: str
) -> None:
    stay = Staying(world, Hospital(sides.place), sides.remote.person)
    stay.admit()
    stay.add(14_000_000)
    stay.discharge()
    key = stay.settle(14_000_000)
    found = difference_of(key)
    assert (found["cause"], found["parameter"]) == (cause, parameter)
    name, ours, theirs = found["step"]
    assert ours != theirs, name
    row = Settlement.objects.get(setl_id=key)
    assert row.fund_fen == sides.core.standing()[key]["fund_fen"]
    assert row.large_fen == sides.core.standing()[key]["large_fen"] > 0
    # The core's word counts: also our counters follow it, to the fen.
    sides.check()
    stay.hospital.accepted(stay.reversal(key))
    sides.check()


def test_a_refusal_of_the_core_is_told_and_the_same_message_may_ask_again(
    world: World, clock: FixedClock, tmp_path: Path, pack: Any, settings: Any
) -> None:
    core = CoreThread(tmp_path, "430199", pack)
    try:
        wire = Wire(lambda: core.port, 1.0)
        settings.RONGCHENG_CORES = (
            f'{{"{XIANGTAN}": {{"url": "http://127.0.0.1:{wire.port}", "access_key": '
            f'"{core.access_key}", "secret_file": "{core.keys}"}}}}'
        )
        sides = Sides(world, core, wire)
        asked = sides.ask()
        for _ in range(2):
            with pytest.raises(CoreRefused) as told:
                sides.settle(asked)
            assert "不是本统筹区" in told.value.message("zh")
        call = CoreCall.objects.get()
        assert call.state == CallState.REFUSED
        # 800 yuan at Changsha, 300 deductible, 60 %: our book would have paid 300.
        assert call.difference["cause"] == "refused"
        assert call.difference["amounts"] == [["fund_fen", 30_000, 0]]
        assert Settlement.objects.count() == 0
        assert CoreHealth.objects.get(pool=XIANGTAN).failures == 0
        sides.check()
        wire.close()
    finally:
        core.stop()
