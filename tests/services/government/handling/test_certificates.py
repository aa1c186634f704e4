"""A granted case leaves a certificate in the same moment; what she holds she need not bring."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rongcheng.foundation.cases.public import Case, CaseUnknown, get_case, materials_of
from rongcheng.foundation.certificates.public import (
    FieldNotFilled,
    certificates_of_basis,
    issue_certificate,
    licences_of,
    list_certificates,
    revoke_certificate,
)
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.government.case_errors import MaterialsMissing
from rongcheng.services.government.certificates import of_cases as certificates
from rongcheng.services.government.public import (
    CaseState,
    EventRefused,
    certificates_of_case,
    licences_in_case,
    use_licences,
)
from rongcheng.web.actor import Actor
from tests.foundation.certificates.samples import wanted
from tests.services.government.handling.conftest import METRO, XIANGTAN, ZHUZHOU, Town
from tests.services.government.handling.test_three_modes import LICENCE, MOVE, PERSONAL


def decided(town: Town, person: Actor, *, granted: bool = True) -> Case:
    """Bring a business licence to its decision in Zhuzhou."""
    case = in_review(town, person)
    return decide(town, case, granted=granted)


def in_review(town: Town, person: Actor) -> Case:
    case = town.begin(person, person.person_id, "business-licence", LICENCE, ZHUZHOU)
    town.papers(person, case, "id-card", "premises-proof")
    case = town.submit(person, case)
    town.step(town.staff("clerk", ZHUZHOU), case, "ACCEPT")
    return town.step(town.staff("officer", ZHUZHOU), case, "BEGIN_REVIEW")


def decide(town: Town, case: Case, *, granted: bool = True) -> Case:
    reason = "" if granted else "不符合条件"
    return town.step(town.staff("head", ZHUZHOU), case, "DECIDE", reason, granted=granted)


def test_a_granted_case_leaves_a_certificate(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    case = decided(town, person)
    (issued,) = list_certificates(person)
    assert certificates_of_case(person, case.number) == [issued]
    with pytest.raises(CaseUnknown):
        certificates_of_case(town.resident(ZHUZHOU), case.number)
    claims = issued.claims
    assert (issued.kind, issued.basis, issued.state) == ("business-licence", case.number, "valid")
    assert (claims.city, claims.place.zh) == (ZHUZHOU, "株洲市石峰区")
    assert claims.authority == ("石峰区市场监督管理局", "Market regulation bureau of Shifeng")
    assert [(f.title.zh, f.value.zh, f.value.en) for f in claims.fields] == [
        ("企业名称", "样例便民店", "样例便民店"),
        ("类型", "个体工商户", "Sole trader"),
        ("经营范围", "食品零售", "食品零售"),
        ("住所", "样例路 1 号", "样例路 1 号"),
        ("经办人", "样例·居民1", "样例·居民1"),
    ]


def test_a_refused_case_leaves_none(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    decided(town, person, granted=False)
    assert list_certificates(person) == []


def test_without_its_certificate_nothing_was_decided(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = town.resident(ZHUZHOU)
    case = in_review(town, person)
    monkeypatch.setattr(certificates, "facts_of", lambda *_: {})
    with pytest.raises(FieldNotFilled):
        decide(town, case)
    assert get_case(person, case.number).state == CaseState.IN_REVIEW
    assert certificates_of_basis(METRO, case.number) == []


def test_a_certificate_stands_for_the_paper(town: Town, clock: FixedClock) -> None:
    person = town.resident(ZHUZHOU)
    card = held(person, "id-card")
    register = held(person, "household-register")
    case = town.begin(person, person.person_id, "business-licence", LICENCE, ZHUZHOU)
    assert [(h.material, h.how, h.key) for h in use_licences(person, case.number)] == [
        ("id-card", "licence", card)
    ]
    use_licences(person, case.number)
    assert [(m.material, m.how, m.key) for m in materials_of(case)] == [
        ("id-card", "licence", card)
    ]
    assert licences_in_case(person, case.number)["id-card"].number == card
    # With the other paper the case is whole, and nobody asked for the card.
    town.papers(person, case, "premises-proof")
    assert town.submit(person, case).state == CaseState.SUBMITTED
    with pytest.raises(EventRefused):
        use_licences(person, case.number)
    clerk = town.staff("clerk", ZHUZHOU)
    revoke_certificate(
        Actor("staff", "o", role="officer", city=XIANGTAN, metro=METRO), card, reason="样例原因"
    )
    assert licences_in_case(clerk, case.number)["id-card"].state == "revoked"
    # What no longer holds stands for no paper: it is asked for, and the case is not accepted.
    with pytest.raises(MaterialsMissing) as lacking:
        town.step(clerk, case, "ACCEPT")
    assert [paper.id for paper in lacking.value.missing] == ["id-card"]
    assert get_case(person, case.number).state == CaseState.SUBMITTED
    with pytest.raises(CaseUnknown):
        licences_in_case(town.staff("clerk", XIANGTAN), case.number)
    move = town.begin(person, person.person_id, "hukou-transfer", MOVE, ZHUZHOU)
    assert [h.key for h in use_licences(person, move.number)] == [register]


def test_what_ended_or_is_not_recognised_must_be_brought(town: Town, clock: FixedClock) -> None:
    person = town.resident(XIANGTAN)
    deed, card = held(person, "real-estate"), held(person, "id-card")
    move = MOVE | {"moving_to": "430302", "registered": "430102"}
    case = town.begin(person, person.person_id, "hukou-transfer", move, XIANGTAN)
    # Xiangtan, which decides, does not recognise real-estate certificates; Changsha does.
    assert [h.key for h in use_licences(person, case.number)] == [card]
    there = town.begin(person, person.person_id, "hukou-transfer", MOVE, XIANGTAN)
    assert sorted(h.key for h in use_licences(person, there.number)) == sorted([card, deed])
    city = Actor("staff", "o", role="officer", city=XIANGTAN, metro=METRO)
    revoke_certificate(city, card, reason="样例原因")
    draft = town.begin(person, person.person_id, "business-licence", LICENCE, ZHUZHOU)
    assert use_licences(person, draft.number) == ()
    clock.advance(timedelta(days=1))
    assert [licence.kind for licence in licences_of(METRO, person.person_id)] == ["real-estate"]


def test_before_it_is_known_who_decides_nothing_stands_for_a_paper(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    held(person, "id-card")
    case = town.begin(person, person.person_id, "business-licence", PERSONAL, ZHUZHOU)
    assert use_licences(person, case.number) == ()
    assert list(materials_of(case)) == []


def held(person: Actor, kind: str) -> str:
    """Issue a certificate that a person held before, and return its number."""
    facts = {
        word: wanted().facts["applicant.name"]
        for word in (
            "applicant.name",
            "applicant.id_number",
            "applicant.born_on",
            "applicant.gender",
            "form.registered",
            "case.place",
        )
    }
    new = wanted(f"before-{kind}", kind=kind, person_id=person.person_id, facts=facts)
    return issue_certificate(new).number
