"""Stays for the laws: anybody in any hospital of the two packs, with what the year has used."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from rongcheng.kernel.money import PPM
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals
from rongcheng.services.health.domain.stay_types import (
    NO_LIMIT,
    InpatientTerms,
    InpatientTotals,
    LayerTerms,
    LayerTotals,
    RepeatRule,
)
from rongcheng.services.health.domain.types import CareKind
from tests.services.health.properties.strategies import TIERS, amounts, care, rates

KINDS = (CareKind.INPATIENT, CareKind.ACCIDENT_STAY, CareKind.DAY_SURGERY)
AGES = (0, 17, 49, 50, 60, 70, 72, 80, 90, 99, 100, 110)

cuts = st.sampled_from((0, 0, 50_000, 100_000, 200_000))
additions = st.sampled_from((0, 0, 20_000, 60_000, 100_000, PPM))
year_limits = st.one_of(st.just(NO_LIMIT), amounts)
inpatient_terms = st.builds(
    InpatientTerms,
    deductible_fen=st.one_of(st.sampled_from((0, 20_000, 110_000, 160_000)), amounts),
    repeat_rule=st.sampled_from([int(rule) for rule in RepeatRule]),
    second_ppm=rates,
    later_ppm=rates,
    reduction_fen=st.integers(0, 200_000),
    floor_fen=st.sampled_from((0, 16_000)),
    deductible_year_fen=st.one_of(st.just(200_000), year_limits),
    ratio_ppm=rates,
    addition_ppm=additions,
    cut_ppm=cuts,
    cap_year_fen=st.one_of(st.just(15_000_000), amounts),
)
inpatient_totals = st.builds(InpatientTotals, st.integers(0, 4), amounts, amounts, amounts)


@st.composite
def layer_terms(draw: st.DrawFn) -> LayerTerms:
    """Draw the layers above the pool: one band without a top, or up to four."""
    tops = [NO_LIMIT] * 3
    if draw(st.booleans()):
        tops = sorted(draw(st.lists(amounts, min_size=3, max_size=3)))
    bands = [draw(rates) for _ in range(4)]
    flags = [draw(st.integers(0, 1)) for _ in range(2)]
    return LayerTerms(
        flags[0],
        draw(amounts),
        flags[1],
        tops[0],
        tops[1],
        tops[2],
        bands[0],
        bands[1],
        bands[2],
        bands[3],
        draw(year_limits),
        draw(rates),
        draw(rates),
        draw(amounts),
    )


layer_totals = st.builds(LayerTotals, amounts, amounts, amounts)
stay_totals = st.builds(
    CareTotals,
    basic_fen=st.one_of(st.sampled_from((0, 14_999_999)), st.integers(0, 23_000_000)),
    inpatient_deductible_fen=st.one_of(st.sampled_from((0, 199_999)), st.integers(0, 400_000)),
    counted_own_fen=st.one_of(st.sampled_from((0, 1_599_999)), st.integers(0, 60_000_000)),
    second_layer_fen=st.one_of(st.just(0), st.integers(0, 50_000_000)),
    assistance_fen=st.one_of(st.just(0), st.integers(0, 5_000_000)),
    admissions=st.dictionaries(st.sampled_from(TIERS), st.integers(0, 4), max_size=3),
)


@st.composite
def stay_care(draw: st.DrawFn) -> CareFacts:
    """Draw a stay: of any kind, age and need, filed or not, first bill of it or a later one."""
    facts = draw(care())
    category = draw(st.sampled_from(("other", "referred", "living", "emergency")))
    # Only grown residents of the western pack choose what they contribute.
    chooses = facts.metro == "chengdemeizi" and facts.standing in {"adult", "senior"}
    return replace(
        facts,
        kind=int(draw(st.sampled_from(KINDS))),
        granted_diseases=(),
        disease_code="",
        category=category,
        filed=True,
        begun_on=facts.settled_on - timedelta(draw(st.integers(0, 59))),
        age=draw(st.sampled_from(AGES)),
        premium=draw(st.sampled_from(("high", "low"))) if chooses else "single",
        means=draw(st.sampled_from(("ordinary", "ordinary", "destitute", "low_income"))),
        civil_servant=draw(st.booleans()) and facts.scheme == "employee",
        interim=draw(st.booleans()),
        stay_settled=draw(st.booleans()),
        stay_deductible_fen=draw(st.sampled_from((0, 0, 1, 50_000, 110_000))),
    )
