"""A change computed is the change published: in a pack's own file, and at the counter."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from rongcheng.kernel.clock import FixedClock
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.changes.applying import apply_changes
from rongcheng.policy.changes.text import read_change
from rongcheng.policy.editions import publish
from rongcheng.policy.load import load_pack
from rongcheng.policy.pack import pack_from_body
from rongcheng.scale.converting import convert_visits, words_of
from rongcheng.scale.whatif.findings import findings_from_plain
from rongcheng.scale.whatif.measures import Measure
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.rules import BatchPolicy
from tests.packs import pack_in
from tests.scale.visits import table_of, visit
from tests.scale.whatif.test_stored import computed
from tests.services.health.conftest import (  # noqa: F401
    CHANGSHA,
    METRO,
    PACK,
    World,
    clock,
    pack,
    world,
)
from tests.services.health.properties.desk import Desk

RATIO = "health.inpatient.ratio"
IN_SERVICE_AT_LEVEL_3 = f"{RATIO}[scheme=employee,standing=in_service,tier=level_3]=90%"
TIERS = ("primary", "level_1", "level_2", "level_3", "provincial")


def many_visits() -> pa.Table:
    """Some two hundred stays and visits of forty people, all different."""
    rows = []
    for number in range(1, 201):
        fen = 100_000 + number * 31_337 % 3_000_000
        rows.append(
            visit(
                number,
                person=number % 40 + 1,
                standing="in_service" if number % 3 else "retired",
                insured_pool=("430199", "430299", "430399")[number % 40 % 3],
                tier=TIERS[number % 5],
                kind=2101 if number % 2 else 11,
                total_fen=fen,
                self_paid_fen=0,
                in_scope_fen=fen,
                begun_on=None,
            )
        )
    return table_of(sorted(rows, key=lambda row: (row["person"], row["settled_at"])))


def test_a_change_is_the_same_as_the_edited_file(tmp_path: Path) -> None:
    base = pack_in(PACK)
    draft = apply_changes(base, [read_change(IN_SERVICE_AT_LEVEL_3)], name="样例方案")
    shutil.copytree(PACK, tmp_path / "pack")
    file = tmp_path / "pack/policies/health/inpatient/ratio.yaml"
    text = file.read_text("utf-8")
    assert text.count("level_3: 850000") == 1
    file.write_text(text.replace("level_3: 850000", "level_3: 900000"), "utf-8")
    edited, faults = load_pack(tmp_path / "pack")
    assert edited is not None, faults

    table = many_visits()
    funds = []
    for found in (base, draft, edited):
        policy = BatchPolicy([PolicyBook(found)], compiled=False)
        columns = convert_visits(table.to_batches(), words_of(policy.vocabulary))
        results, row_faults = policy.settle(columns)
        assert not row_faults.any()
        funds.append(np.stack(results))
    assert (funds[1] == funds[2]).all()
    assert (funds[0] != funds[1]).any()


def a_year(desk: Desk, clock: FixedClock) -> None:  # noqa: F811
    """Two visits, one of them taken back, and a stay at a level 3 hospital."""
    primary = desk.world.at_tier("430100", "primary")
    large = desk.world.at_tier("430100", "level_3")
    desk.settle(primary, desk.ask(primary, [("A", 60_000), ("C", 5_000)]))
    clock.advance(timedelta(hours=1))
    second = desk.settle(large, desk.ask(large, [("A", 150_000)]))
    clock.advance(timedelta(hours=1))
    desk.take_back(large, second)
    clock.advance(timedelta(hours=2))
    stay = desk.admit(large)
    desk.charge_stay(large, stay, [("A", 2_345_600), ("C", 12_300)])
    clock.advance(timedelta(minutes=5))
    desk.discharge(large, stay)
    asked = desk.ask(large, [])._replace(kind=2101)
    desk.settle_stay(large, stay, asked, interim=False)


def test_a_change_is_the_same_as_settling_anew_under_it(
    world: World,  # noqa: F811
    clock: FixedClock,  # noqa: F811
    settings,
    tmp_path: Path,
) -> None:
    settings.RONGCHENG_DATA = tmp_path
    a_year(Desk(world, world.person(CHANGSHA)), clock)
    scenario = computed(IN_SERVICE_AT_LEVEL_3, "health.outpatient.ratio[tier=primary]=80%")
    whole = findings_from_plain(scenario.findings).whole
    assert scenario.checks["differing"] == 0
    assert whole.of(Measure.ROWS) == 4

    assert scenario.draft is not None
    publish(pack_from_body(scenario.draft.body), by="test")
    before = set(Settlement.objects.values_list("pk", flat=True))
    a_year(Desk(World(), world.person(CHANGSHA)), clock)
    anew = Settlement.objects.exclude(pk__in=before)

    assert anew.count() == 4
    assert whole.of(Measure.FUND_AFTER) == sum(row.fund_fen for row in anew)
    assert whole.of(Measure.PERSON_AFTER) == sum(row.person_fen for row in anew)
    assert whole.change(Measure.FUND_BEFORE, Measure.FUND_AFTER) > 0
