"""Columns grow by what is new, survive a crash, and hold accounts, months and reversals."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.scale.whatif.extracting import MANIFEST, columns_folder, extract
from rongcheng.services.health.public import AccountUse, grant_special_disease
from tests.scale.whatif.test_stored import computed
from tests.services.health.building import charge, item_of
from tests.services.health.conftest import (  # noqa: F401
    METRO,
    XIANGTAN,
    World,
    clock,
    pack,
    world,
)
from tests.services.health.properties.desk import Desk

CITY = "430300"


@pytest.fixture
def desk(world: World, settings, tmp_path: Path) -> Desk:  # noqa: F811
    """Serve a resident of Xiangtan with a special disease and money in her account."""
    settings.RONGCHENG_DATA = tmp_path
    person = world.person(XIANGTAN, "resident", "adult", account_fen=8_000)
    grant_special_disease(
        METRO,
        XIANGTAN,
        person.psn_no,
        "resident",
        disease_code="OPSP-01",
        begins_on=date(2024, 1, 1),
    )
    return Desk(world, person)


def settle_some(desk: Desk, clock: FixedClock) -> None:  # noqa: F811
    """A visit paid from the account and taken back, another, and a bill over two months."""
    place = desk.world.at_tier(CITY, "level_2")
    first = desk.settle(place, desk.ask(place, [("A", 20_000)], account=AccountUse.OWN))
    clock.advance(timedelta(minutes=3))
    desk.take_back(place, first)
    desk.settle(place, desk.ask(place, [("A", 4_000)], account=AccountUse.OWN))
    clock.advance(timedelta(minutes=3))
    asked = desk.ask(place, [("A", 1)], disease="OPSP-01")
    days = [datetime(2026, 1, 20, tzinfo=SHANGHAI), datetime(2026, 2, 20, tzinfo=SHANGHAI)]
    item = item_of(desk.world.book, CITY, "A", clock.now())
    charges = tuple(charge(item, 9_000 * n, n, day) for n, day in enumerate(days, 1))
    desk.settle(place, asked._replace(charges=charges))


def test_accounts_months_and_reversals_decide_alike(
    desk: Desk,
    clock: FixedClock,  # noqa: F811
) -> None:
    settle_some(desk, clock)
    scenario = computed("health.outpatient.ratio=80%")

    assert scenario.checks["bills"] == 4
    assert scenario.checks["differing"] == 0
    folder = columns_folder(METRO)
    rows = pq.read_table(folder / "part-000001.parquet").to_pylist()
    assert [(row["month"], row["in_scope_fen"]) for row in rows[3:]] == [
        (202601, 9_000),
        (202602, 18_000),
    ]
    assert [row["reverses"] != 0 for row in rows] == [False, True, False, False, False]
    assert len({row["person"] for row in rows}) == 1


def test_a_crash_between_part_and_manifest_leaves_nothing_double(
    desk: Desk,
    clock: FixedClock,  # noqa: F811
) -> None:
    settle_some(desk, clock)
    folder = columns_folder(METRO)
    first = extract(METRO)
    # As after a kill: a part that the manifest does not name, and halves of others.
    (folder / "part-000002.parquet").write_bytes(b"half")
    (folder / "part-000002.tmp").write_bytes(b"half")
    settle_some(desk, clock)
    both = extract(METRO)

    assert [part.rows for part in both.parts] == [5, 5]
    assert both.parts[0] == first.parts[0]
    rows = [row for part in both.parts for row in pq.read_table(folder / part.file).to_pylist()]
    assert len({(row["visit"], row["month"]) for row in rows}) == 10
    (folder / MANIFEST).unlink()
    assert extract(METRO).rows == 10
