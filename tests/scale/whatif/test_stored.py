"""Stored decisions as columns: nobody is named in them, nothing is lost, and they decide alike."""

from __future__ import annotations

import json

import pyarrow.parquet as pq

from rongcheng.kernel.clock import FixedClock
from rongcheng.policy.changes.text import read_change
from rongcheng.scale.models import Scenario, ScenarioState
from rongcheng.scale.whatif import scenarios
from rongcheng.scale.whatif.extracting import columns_folder, extract, read_manifest
from rongcheng.scale.whatif.findings import findings_from_plain
from rongcheng.scale.whatif.measures import Measure
from rongcheng.scale.whatif.running import compute_scenario
from rongcheng.services.health.models import Settlement
from tests.scale.whatif.conftest import OFFICE

METRO = "changzhutan"


def computed(*changes: str) -> Scenario:
    """Make a scenario of changes and compute it."""
    scenario = scenarios.make_scenario(OFFICE, "样例方案", "")
    for text in changes:
        scenarios.add_change(OFFICE, scenario.code, read_change(text))
    asked: list[tuple[str, int]] = []
    scenarios.start(OFFICE, scenario.code, lambda code, run: asked.append((code, run)))
    compute_scenario(*asked[0])
    return scenarios.get_scenario(OFFICE, scenario.code)


def test_the_demo_day_decides_alike_in_columns_that_name_nobody(day: FixedClock) -> None:
    scenario = computed("health.inpatient.ratio[tier=level_3]=90%")

    assert scenario.state == ScenarioState.DONE, scenario.failure
    assert scenario.checks == {
        "bills": Settlement.objects.filter(metro=METRO).count(),
        "remote_rows": 0,
        "differing": 0,
        "fund_fen": 0,
        "without_effect": [],
    }
    findings = findings_from_plain(scenario.findings)
    whole = findings.whole
    assert findings.left == (0, 0, 0)
    # Four stays at level 3 hospitals, paid 90 % instead of 65 % to 87 %.
    assert whole.of(Measure.FUND_BEFORE) == 5_249_099
    assert whole.of(Measure.FUND_AFTER) == 6_320_799
    assert (whole.of(Measure.LESS_PERSONS), whole.of(Measure.LESS_FEN)) == (4, -1_071_700)
    assert whole.of(Measure.MORE_PERSONS) == 0

    folder = columns_folder(METRO)
    first = read_manifest(folder)
    assert extract(METRO) == first
    file = folder / first.parts[0].file
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    table = pq.read_table(file)
    assert not set(table.schema.names) & {"psn_no", "name", "id_number", "person_id"}
    content = json.dumps(table.to_pylist(), default=str)
    numbers = {row.psn_no for row in Settlement.objects.filter(metro=METRO)}
    assert not [number for number in numbers if number in content]
