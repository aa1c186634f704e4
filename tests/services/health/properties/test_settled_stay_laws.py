"""Laws of stored stays: entry, identity F, replay, and taking all back gives back exactly."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from rongcheng.foundation.ledger.public import verify_ledger
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.health.models import AdmissionTotals, YearTotals
from rongcheng.services.health.public import AccountUse, verify_decisions
from tests.services.health.conftest import XIANGTAN, World
from tests.services.health.properties.desk import Desk, Lines, moved, sum_of
from tests.services.health.properties.strategies import STORED_LAW
from tests.services.health.properties.test_settled_laws import Made, check_f, postings_of


class Bed(NamedTuple):
    """One stay of the law: where, its bills one after another, and which account may pay."""

    city: str
    tier: str
    bills: list[Lines]
    account: AccountUse


fens = st.one_of(st.sampled_from((1, 109_999, 110_000, 110_001)), st.integers(1, 9_000_000))
bills = st.lists(
    st.lists(st.tuples(st.sampled_from(("A", "C")), fens), min_size=1, max_size=3),
    min_size=1,
    max_size=3,
)
beds = st.builds(
    Bed,
    st.sampled_from(("430100", "430200", "430300")),
    st.sampled_from(("primary", "level_2", "level_3")),
    bills,
    st.sampled_from(list(AccountUse)),
)


def make(desk: Desk, bed: Bed) -> list[Made]:
    """Settle one stay bill by bill, the last at its end, and check what each moved."""
    place = desk.world.at_tier(bed.city, bed.tier)
    mdtrt_id = desk.admit(place)
    made = []
    for number, lines in enumerate(bed.bills, 1):
        desk.charge_stay(place, mdtrt_id, lines)
        last = number == len(bed.bills)
        if last:
            desk.discharge(place, mdtrt_id)
        before = desk.money(place)
        asked = desk.ask(place, [], account=bed.account)
        settled = desk.settle_stay(place, mdtrt_id, asked, interim=not last)
        made.append(Made(place, asked, settled))
        assert settled.amounts.total_fen == sum(fen for _, fen in lines)
        assert moved(before, desk.money(place)) == postings_of(desk, made[-1])
        check_f(settled)
    return made


def counted(desk: Desk) -> list[tuple[int, ...]]:
    """Return every counter of the person's year and how many stays each tier has."""
    psn_no = desk.person.psn_no
    years = YearTotals.objects.filter(psn_no=psn_no).values_list(
        "basic_fen", "inpatient_deductible_fen", "counted_own_fen", "second_layer_fen"
    )
    stays = AdmissionTotals.objects.filter(psn_no=psn_no).values_list("admissions")
    return [*years, *stays]


@STORED_LAW
@given(st.lists(beds, min_size=1, max_size=3))
def test_all_stays_that_were_settled_and_taken_back_are_nothing(
    world: World, clock: FixedClock, drawn: list[Bed]
) -> None:
    person = world.person(XIANGTAN, account_fen=50_000, aid_fen=20_000)
    desk = Desk(world, person)
    places = [world.at_tier(bed.city, bed.tier) for bed in drawn]
    before = desk.money(*places)
    made = [make(desk, bed) for bed in drawn]

    stood = desk.everything()
    for stay in made:
        for number, (place, asked, settled) in enumerate(stay, 1):
            again = desk.settle_stay(place, settled.mdtrt_id, asked, interim=number < len(stay))
            assert again == settled._replace(replayed=True)
    assert desk.everything() == stood

    for stay in reversed(made):
        for place, _, settled in reversed(stay):
            asked = desk.ask_back(settled)
            back = desk.take_stay_back(place, settled, asked)
            assert sum_of(back.amounts, settled.amounts) == [0] * 18
            check_f(back)
            assert desk.take_stay_back(place, settled, asked) == back._replace(replayed=True)
    assert desk.money(*places) == before
    assert all(not any(row) for row in counted(desk))
    assert verify_ledger() == []
    assert list(verify_decisions()) == []
