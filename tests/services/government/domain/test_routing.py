"""Who decides: cases that no pack holds today, and laws that hold for any terms."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rongcheng.kernel.outcomes import reasons_from_mask
from rongcheng.services.government.domain.reasons import (
    LAST_REFUSAL,
    ROUTING_REASONS,
    RoutingReason,
)
from rongcheng.services.government.domain.routing import decide_routing, is_member, is_party
from rongcheng.services.government.domain.types import (
    AgreementTerm,
    Answer,
    BasisKind,
    CaseFacts,
    JointTerm,
    Level,
    Mode,
    PlaceKind,
    PowerTerm,
    RoutingTerms,
)

CITIES = ("430100", "430200", "430300")
PAIR = AgreementTerm("pair", ("430100", "430200"), (Mode.FORWARDED,), 100, 200)
TERMS = RoutingTerms(PlaceKind.MATTER, Level.DISTRICT, CITIES, agreements=(PAIR,))


def asked(on: int, at: str = "430111", matter: str = "430204", **more: str) -> CaseFacts:
    return CaseFacts(on, at, False, matter=matter, **more)


def test_an_agreement_that_ended_is_named() -> None:
    found = decide_routing(asked(201), TERMS)
    assert found.refused
    assert (found.reasons, found.cited) == (RoutingReason.AGREEMENT_ENDED, "pair")
    assert found.decider is not None
    assert found.decider.place == "430204"


def test_of_ended_and_coming_agreements_the_next_one_is_named() -> None:
    coming = PAIR._replace(id="coming", since=300, until=400)
    later = PAIR._replace(id="later", since=500, until=600)
    found = decide_routing(asked(250), TERMS._replace(agreements=(PAIR, later, coming)))
    assert (found.reasons, found.cited) == (RoutingReason.AGREEMENT_LATER, "coming")


def test_places_that_never_agreed_are_sent_to_the_competent_one() -> None:
    found = decide_routing(asked(150, at="430302"), TERMS)
    assert found.refused
    assert found.reasons == RoutingReason.NOT_AGREED
    assert (found.intake, found.bases[0].kind) == ("430200", BasisKind.ITEM)


def test_an_agreement_on_joint_cases_is_no_way_for_others() -> None:
    joint_only = PAIR._replace(modes=(Mode.JOINT,))
    found = decide_routing(asked(150), TERMS._replace(agreements=(joint_only,)))
    assert (found.reasons, found.offered) == (RoutingReason.NOT_AGREED, ())


def test_a_city_authority_decides_for_a_place_that_is_written_as_a_city() -> None:
    found = decide_routing(asked(150, matter="430200"), TERMS._replace(level=Level.CITY))
    assert found.decider is not None
    assert found.decider == ("430200", Level.CITY)


def test_a_district_agreement_does_not_reach_the_whole_city() -> None:
    districts = AgreementTerm("d", ("430111", "430204"), (Mode.FORWARDED,), 100, 200)
    terms = TERMS._replace(level=Level.CITY, agreements=(districts,))
    assert decide_routing(asked(150), terms).agreement == "d"
    assert decide_routing(asked(150, matter="430200"), terms).refused
    assert decide_routing(asked(150, at="430100"), terms).refused


def test_a_part_of_the_province_does_not_make_a_case_cross_a_border() -> None:
    part = JointTerm(PlaceKind.MATTER, Level.PROVINCE)
    found = decide_routing(asked(150, at="430202"), TERMS._replace(joint=(part,)))
    assert found.mode is Mode.HOME
    assert [seat.seat.place for seat in found.joint] == ["430000"]
    assert (Answer.JOINT, BasisKind.ITEM, "") in found.bases


def test_each_reason_has_one_text_and_refusals_come_first() -> None:
    assert set(ROUTING_REASONS) == set(RoutingReason)
    codes = [ROUTING_REASONS[reason].code for reason in RoutingReason]
    assert codes == [f"government.R{number:03d}" for number in range(16)]
    refusing = {r for r in RoutingReason if r <= LAST_REFUSAL}
    assert len(refusing) == 10
    for reason in refusing:
        text = ROUTING_REASONS[reason]
        assert text.zh.count("。") >= 2, "what to do next follows"


DISTRICTS = ["430102", "430111", "430204", "430211", "430302", "440305", ""]
PLACES = st.sampled_from(DISTRICTS)
DAYS = st.integers(1, 400)
AGREEMENTS = st.builds(
    AgreementTerm,
    id=st.sampled_from(["a", "b", "c"]),
    parties=st.lists(st.sampled_from([*CITIES, "430111", "430204"]), min_size=2, unique=True).map(
        tuple
    ),
    modes=st.lists(
        st.sampled_from([Mode.ONLINE, Mode.FORWARDED, Mode.JOINT]), min_size=1, unique=True
    ).map(tuple),
    since=DAYS,
    until=DAYS,
)
POWERS = st.builds(
    PowerTerm,
    id=st.sampled_from(["p", "q"]),
    giver=st.sampled_from(["430000", "430100", "430200"]),
    receiver=st.sampled_from(["430100", "430102", "430204"]),
    since=DAYS,
    until=DAYS,
    recalled_from=st.one_of(st.just(0), DAYS),
)
TERMS_OF_ALL_KINDS = st.builds(
    RoutingTerms,
    place=st.sampled_from(PlaceKind),
    level=st.sampled_from(Level),
    cities=st.just(CITIES),
    joint=st.lists(
        st.builds(JointTerm, st.sampled_from(PlaceKind), st.sampled_from(Level), st.booleans()),
        max_size=2,
    ).map(tuple),
    powers=st.lists(POWERS, max_size=3).map(tuple),
    agreements=st.lists(AGREEMENTS, max_size=4).map(tuple),
)
FACTS = st.builds(
    CaseFacts,
    began_on=DAYS,
    asked_at=PLACES,
    online=st.booleans(),
    registered=PLACES,
    living=PLACES,
    matter=PLACES,
    origin=PLACES,
)


@given(FACTS, TERMS_OF_ALL_KINDS)
def test_a_case_goes_its_way_or_is_refused_with_reasons(
    facts: CaseFacts, terms: RoutingTerms
) -> None:
    found = decide_routing(facts, terms)
    stops = [r for r in RoutingReason if r <= LAST_REFUSAL and found.reasons & r]
    assert found.refused == bool(stops)
    assert reasons_from_mask(found.reasons, ROUTING_REASONS) or not found.refused
    if found.refused:
        assert found.agreement == ""
        return
    assert found.decider is not None
    assert is_member(found.intake, CITIES)
    assert {basis.answer for basis in found.bases} >= {Answer.DECIDER, Answer.INTAKE, Answer.MODE}


@given(FACTS, TERMS_OF_ALL_KINDS)
def test_nothing_crosses_a_border_without_an_agreement_of_that_day(
    facts: CaseFacts, terms: RoutingTerms
) -> None:
    found = decide_routing(facts, terms)
    if found.refused or found.mode is Mode.HOME:
        return
    fitting = [
        a
        for a in terms.agreements
        if a.id == found.agreement
        and found.mode in a.modes
        and a.since <= facts.began_on <= a.until
        and is_party(facts.asked_at, a.parties)
    ]
    assert fitting


@given(FACTS, TERMS_OF_ALL_KINDS, AGREEMENTS, POWERS)
def test_what_begins_later_changes_nobody_s_decider(
    facts: CaseFacts, terms: RoutingTerms, agreement: AgreementTerm, power: PowerTerm
) -> None:
    """A case keeps its way: what is agreed or delegated after its day does not reach it."""
    later = terms._replace(
        powers=(*terms.powers, power._replace(id="new", since=facts.began_on + 1, until=500)),
        agreements=(
            *terms.agreements,
            agreement._replace(id="new", since=facts.began_on + 1, until=500),
        ),
    )
    before, after = decide_routing(facts, terms), decide_routing(facts, later)
    assert after.refused == before.refused
    assert after[2:9] == before[2:9], "mode, intake, decider, joint, power, agreement, bases"
