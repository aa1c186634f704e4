"""Settling over the room's own actions: the worked example of a Changsha employee's year."""

from __future__ import annotations

from rongcheng.services.health.public import settle_visit
from rongcheng.web.actor import SYSTEM
from tests.services.health.building import charge, item_of, request
from tests.services.health.conftest import World

CITY = "430100"


def test_example_5_a_changsha_employees_year(world: World, clock) -> None:
    person = world.person()
    covered = item_of(world.book, CITY, "A", clock.now())
    own = item_of(world.book, CITY, "C", clock.now())
    visits = [
        ("level_2", 28_640, 26_000, (20_000, 3_600, 25_040)),
        ("level_3", 45_075, 45_075, (10_000, 21_045, 24_030)),
        ("primary", 8_843, 8_843, (0, 6_190, 2_653)),
        ("level_3", 250_000, 250_000, (0, 119_165, 130_835)),
    ]
    for number, (tier, total, in_scope, expected) in enumerate(visits):
        lines = [charge(covered, in_scope, 1)]
        if total > in_scope:
            lines.append(charge(own, total - in_scope, 2))
        settled = settle_visit(
            world.at_tier(CITY, tier),
            request(person.psn_no, tuple(lines), f"REQUEST-{number}"),
            SYSTEM,
            trace_id="test",
        )
        amounts = settled.amounts
        assert (amounts.deductible_fen, amounts.fund_fen, amounts.person_fen) == expected
        assert amounts.total_fen == total
