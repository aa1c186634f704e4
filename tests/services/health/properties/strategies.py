"""Visits for the laws: any pool, tier, item and balance of the real packs, around every edge."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from rongcheng.kernel.money import PPM, line_amount_fen
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals, ChargeFacts
from rongcheng.services.health.domain.types import (
    CareKind,
    OutpatientTerms,
    OutpatientTotals,
    SpecialTerms,
    SpecialTotals,
)
from tests.services.health.cases.books import book_of

LAW = settings(max_examples=120, deadline=None, derandomize=True)
QUICK_LAW = settings(max_examples=200, deadline=None, derandomize=True)
STORED_LAW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    # Without shrinking: an example costs a tenth of a second, and a failing one is told in full.
    phases=[Phase.explicit, Phase.generate],
    # One database transaction holds all examples; each makes its own person.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

# Every value that a rule asks for is published from here on.
FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
TIERS = ("primary", "level_1", "level_2", "level_3", "provincial")
DISEASES = ("OPSP-01", "OPSP-02", "OPSP-08")
EDGES = (0, 1, 19_999, 20_000, 20_001, 29_999, 30_000, 30_001, 149_999, 150_000, 150_001)
EMPLOYEES, RESIDENTS = ("in_service", "retired"), ("adult", "senior", "student", "child")

amounts = st.one_of(st.sampled_from(EDGES), st.integers(0, 500_000), st.integers(0, 10**12))
rates = st.one_of(st.sampled_from((0, 500_000, 600_000, 700_000, PPM)), st.integers(0, PPM))

outpatient_terms = st.builds(
    OutpatientTerms, st.just(1), amounts, amounts, rates, st.sampled_from((0, 100_000)), amounts
)
outpatient_totals = st.builds(OutpatientTotals, amounts, amounts)
special_terms = st.builds(
    SpecialTerms, st.just(1), rates, st.sampled_from((0, 50_000)), amounts, amounts
)
special_totals = st.builds(SpecialTotals, amounts, amounts)

care_totals = st.builds(
    CareTotals,
    deductible_fen=st.one_of(st.sampled_from((0, 20_000, 30_000)), st.integers(0, 40_000)),
    outpatient_fen=st.one_of(st.sampled_from((0, 149_999, 150_000)), st.integers(0, 260_000)),
    basic_fen=st.one_of(st.sampled_from((0, 14_999_999)), st.integers(0, 23_000_000)),
    months=st.dictionaries(
        st.sampled_from([*range(202411, 202413), *range(202501, 202513), *range(202601, 202613)]),
        st.sampled_from((0, 1, 29_999, 30_000, 40_000)),
        max_size=4,
    ),
)


@st.composite
def charges(draw: st.DrawFn, metro: str, city: str, settled_on: date) -> tuple[ChargeFacts, ...]:
    """Draw charge lines of the last two months, now and then one of them refunded whole."""
    lines: list[ChargeFacts] = []
    book = book_of(metro)
    for serial in range(draw(st.integers(1, 5))):
        on = settled_on - timedelta(draw(st.integers(0, 59)))
        item = draw(st.sampled_from(book.catalogue(city).items(on)))
        cap = item.cap_micro.get("*", 10_000_000)
        price = draw(
            st.one_of(
                st.integers(0, 30_000_000_000),
                st.sampled_from((cap - 1, cap, cap + 1, cap + 10_000, 20_000 * 10_000)),
            )
        )
        quantity = draw(st.sampled_from((10_000, 20_000, 280_000, 3_333, 15_000, 1)))
        amount = line_amount_fen(price, quantity)
        approval = draw(st.integers(0, 2))
        line = ChargeFacts(
            serial=str(2 * serial + 1),
            item_code=item.code,
            occurred_on=on,
            price_micro=price,
            quantity_e4=quantity,
            amount_fen=amount,
            approval=approval,
        )
        lines.append(line)
        if draw(st.integers(0, 5)) == 0:
            lines.append(refund_of(line))
    return tuple(lines)


def refund_of(line: ChargeFacts) -> ChargeFacts:
    """Return the line that takes a whole line back."""
    return ChargeFacts(
        serial=str(int(line.serial) + 1),
        item_code=line.item_code,
        occurred_on=line.occurred_on,
        price_micro=line.price_micro,
        quantity_e4=-line.quantity_e4,
        amount_fen=-line.amount_fen,
        approval=line.approval,
    )


@st.composite
def care(draw: st.DrawFn) -> CareFacts:
    """Draw a visit of anybody anywhere in one of the two metro areas."""
    metro = draw(st.sampled_from(("changzhutan", "chengdemeizi")))
    book = book_of(metro)
    scheme = draw(st.sampled_from(("employee", "resident")))
    pools = [p.code for p in book.pools() if scheme == "employee" or p.level == "city"]
    city = draw(st.sampled_from([c.code for c in book.cities()]))
    special = draw(st.booleans())
    settled_on = draw(st.dates(FIRST + timedelta(60), LAST))
    granted = draw(st.lists(st.sampled_from(DISEASES), min_size=1, unique=True))
    return CareFacts(
        metro=metro,
        insured_pool=draw(st.sampled_from(pools)),
        care_pool=book.pool_of_city(city),
        care_city=city,
        tier=draw(st.sampled_from(TIERS)),
        scheme=scheme,
        standing=draw(st.sampled_from(EMPLOYEES if scheme == "employee" else RESIDENTS)),
        status=1,
        kind=int(CareKind.SPECIAL_DISEASE if special else CareKind.OUTPATIENT),
        category="other",
        filed=False,
        granted_diseases=tuple(granted) if special else (),
        disease_code=granted[0] if special else "",
        settled_on=settled_on,
        lines=draw(charges(metro, city, settled_on)),
        account_use=draw(st.integers(0, 2)),
        account_balance_fen=draw(amounts),
        aid_balance_fen=draw(amounts),
    )
