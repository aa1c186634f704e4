"""Every kind of care at both kinds of core: one sum, one set of counters, one word for a part."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rongcheng.kernel.errors import Lang
from rongcheng.services.health.assessing.facts import CareTotals
from rongcheng.services.health.cores.calls import order_of
from rongcheng.services.health.cores.causes import LAYER_STEPS, PARAMETERS, STEPS, find_cause
from rongcheng.services.health.cores.differences import find_faults
from rongcheng.services.health.cores.engine import decide_order
from rongcheng.services.health.cores.port import CoreAnswer, Order
from rongcheng.services.health.domain.types import CareKind, LineSplit
from rongcheng.services.health.models import CoreCall
from rongcheng.services.health.public import grant_special_disease
from rongcheng.web.i18n import t
from tests.services.health.conftest import METRO, XIANGTAN, World
from tests.services.health.cores.side_by_side import Sides
from tests.services.health.cores.staying import Staying, difference_of
from tests.services.health.interface.hospital import Hospital
from tests.services.health.properties.desk import Desk

METROS = Path(__file__).parents[4] / "metros"

VISITS = [
    ("employee", "in_service", CareKind.OUTPATIENT, ""),
    ("employee", "in_service", CareKind.EMERGENCY, ""),
    ("employee", "in_service", CareKind.PRENATAL, ""),
    ("employee", "in_service", CareKind.SPECIAL_DISEASE, "OPSP-01"),
    ("resident", "adult", CareKind.SPECIAL_DISEASE, "OPSP-01"),
    ("resident", "adult", CareKind.TWO_DISEASES, "LB-01"),
]


@pytest.mark.parametrize(
    ("scheme", "standing", "kind", "disease"), VISITS, ids=[f"{v[0]}-{int(v[2])}" for v in VISITS]
)
def test_a_visit_of_every_kind_counts_the_same_at_both_sides(
    world: World, sides: Sides, scheme: str, standing: str, kind: CareKind, disease: str
) -> None:
    desk = Desk(world, world.person(XIANGTAN, scheme, standing))
    if disease:
        grant_special_disease(
            METRO, XIANGTAN, desk.person.psn_no, scheme, disease_code=disease,
            begins_on=date(2025, 1, 1),
        )  # fmt: skip
    settled = []
    for fen in (90_000, 40_000):
        asked = desk.ask(sides.place, [("A", fen), ("B", 5_001)])
        settled.append(
            desk.settle(sides.place, asked._replace(kind=int(kind), disease_code=disease))
        )
        assert difference_of(settled[-1].setl_id) == {}
        sides.check()
    assert settled[0].amounts.pool_fen > 0
    # The first is taken back, although the second came between: it gives back what it counted.
    desk.take_back(sides.place, settled[0])
    sides.check()
    desk.take_back(sides.place, settled[1])
    sides.check()
    assert sides.core.standing() == {}


def test_every_parameter_that_a_cause_names_is_in_a_policy_book() -> None:
    named = {key for table in PARAMETERS.values() for key in table.values()}
    for second in ("health.large_amount", "health.catastrophic"):
        named |= {parameter.format(second=second) for _, _, parameter in LAYER_STEPS}
    named.discard("health.catastrophic.counts_deductible")
    missing = [
        key for key in named if not list(METROS.glob(f"*/policies/{key.replace('.', '/')}.yaml"))
    ]
    assert missing == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_cause_has_its_words(lang: Lang) -> None:
    causes = {cause.partition("_")[0] for _, cause in STEPS} | {row[1] for row in LAYER_STEPS}
    for cause in causes | {"account", "totals", "rounding", "refused", "wrong"}:
        assert not t(f"health.cores.cause.{cause}", lang).startswith("health.")


@pytest.fixture
def asked(world: World, sides: Sides) -> tuple[Order, CoreAnswer]:
    """An order of a large stay, and what our own book makes of it."""
    stay = Staying(world, Hospital(sides.place), sides.remote.person)
    stay.admit()
    stay.add(14_000_000)
    stay.discharge()
    stay.settle(14_000_000)
    order = order_of(CoreCall.objects.get())
    return order, decide_order(order, world.book, CareTotals())


def test_an_answer_without_steps_still_names_what_parts(asked: tuple[Order, CoreAnswer]) -> None:
    order, ours = asked
    amounts = ours.amounts
    more = amounts._replace(large_fen=amounts.large_fen - 100)
    silent = ours._replace(steps={}, amounts=more)
    found = find_cause(order.facts, ours, silent, {"large_fen", "fund_fen", "cash_fen"})
    assert found == ("layer_ratio", "health.large_amount.ratio", ())
    none_above = {name: fen for name, fen in ours.steps.items() if not name.startswith("layers.")}
    found = find_cause(order.facts, ours, silent._replace(steps=none_above), {"large_fen"})
    assert found.parameter == "health.second_layers.counts_outpatient"


def test_amounts_that_no_scheme_or_counter_allows_are_faults(
    asked: tuple[Order, CoreAnswer],
) -> None:
    order, ours = asked
    assert find_faults(order, ours) == ()
    amounts = ours.amounts
    moved = amounts._replace(large_fen=0, catastrophic_fen=amounts.large_fen)
    assert find_faults(order, ours._replace(amounts=moved)) == ("scheme",)
    counted = ours.steps | {"layers.counted_fen": amounts.in_scope_fen + 1}
    assert find_faults(order, ours._replace(steps=counted)) == ("bounds",)
    assert find_faults(order, ours._replace(months=((202603, 1),))) == ("months",)
    other = order._replace(split=(LineSplit(1, 0, 0, 13_999_999, 0),))
    assert find_faults(other, ours) == ("bill",)
