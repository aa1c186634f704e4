"""2503, 2504 and 5301: applied for, taken back, reviewed at home, honoured in every city."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rongcheng.foundation.outbox.public import notices_of
from rongcheng.foundation.people.public import get_insurance
from rongcheng.services.health.filing_errors import (
    ApplicationReviewed,
    DiseaseAlreadyGranted,
    FilingRevokedAlready,
    FilingUnknown,
    ReasonMissing,
)
from rongcheng.services.health.models import SpecialDiseaseApplication, SpecialDiseaseGrant
from rongcheng.services.health.special_diseases.applications import review_special_disease
from rongcheng.web.actor import Actor
from tests.services.health.conftest import METRO, XIANGTAN, Person, World
from tests.services.health.interface import bodies
from tests.services.health.interface import filing_bodies as filing
from tests.services.health.interface.hospital import Hospital

At = Callable[[str, str], Hospital]
FUND = Actor("staff", "fund-1", role="fund", city="430300", metro=METRO)
CLERK = Actor("staff", "clerk-1", role="clerk", city="430300", metro=METRO)
CHANGSHA_CLERK = Actor("staff", "clerk-2", role="clerk", city="430100", metro=METRO)
OFFICE = Actor("staff", "office-1", role="office", city="430300", metro=METRO)


@pytest.fixture
def person(world: World) -> Person:
    """A Xiangtan employee."""
    return world.person(XIANGTAN)


def applied(hospital: Hospital, person: Person, **changes: str) -> str:
    body = filing.application(person, hospital.place.code, **changes)
    number: str = hospital.call("2503", body, pool=XIANGTAN)["result"]["trt_dcla_detl_sn"]
    return number


def listed(hospital: Hospital, person: Person) -> list[dict[str, str]]:
    output = hospital.call("5301", filing.in_force(person), pool=XIANGTAN)
    assert output.keys() == {"feedetail"}
    found: list[dict[str, str]] = output["feedetail"]
    return found


def told(person: Person) -> list[str]:
    owner = get_insurance(person.psn_no).resident_id
    return [found.title_key for found in notices_of(owner)]


def test_nothing_is_granted_before_the_review(hospital: Hospital, person: Person) -> None:
    number = applied(hospital, person)
    assert SpecialDiseaseApplication.objects.get(application_no=number).state == "pending"
    assert not SpecialDiseaseGrant.objects.exists()
    assert listed(hospital, person) == []


def test_a_status_granted_at_home_is_honoured_by_hospitals_elsewhere(
    hospital: Hospital, hospital_at: At, person: Person
) -> None:
    home = hospital_at("430300", "level_3")
    body = bodies.entitlement(person, hospital.place.code, "14", filing.DISEASE)
    before = hospital.call("2001", body, pool=XIANGTAN)["trtinfo"][0]
    assert before["trt_enjymnt_flag"] == "0"
    review_special_disease(CLERK, applied(home, person, enddate="2027-03-01"), accept=True)
    for asking in (home, hospital, hospital_at("430200", "level_3")):
        (row,) = listed(asking, person)
        assert row["opsp_dise_code"] == filing.DISEASE
        assert (row["begndate"], row["enddate"]) == ("2026-03-02", "2027-03-01")
        assert row["opsp_dise_name"]
        body = bodies.entitlement(person, asking.place.code, "14", filing.DISEASE)
        answer = asking.call("2001", body, pool=XIANGTAN)["trtinfo"][0]
        assert (answer["trt_enjymnt_flag"], answer["trt_chk_rslt"]) == ("1", "")
    assert told(person) == ["health.notice.special_accepted"]


def test_a_refused_application_grants_nothing_and_says_why(
    hospital: Hospital, person: Person
) -> None:
    number = applied(hospital, person)
    row = review_special_disease(FUND, number, accept=False, reason="缺检查报告")
    assert (row.state, row.review_reason, row.reviewed_by) == ("refused", "缺检查报告", "fund-1")
    assert listed(hospital, person) == []
    assert told(person) == ["health.notice.special_refused"]
    # After a refusal the hospital may apply again.
    assert applied(hospital, person) != number


def test_a_retry_gets_its_first_answer_and_applies_once(hospital: Hospital, person: Person) -> None:
    body = filing.application(person, hospital.place.code)
    message = hospital.message("2503", body, pool=XIANGTAN)
    assert hospital.accepted(message) == hospital.accepted(message)
    assert SpecialDiseaseApplication.objects.count() == 1


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"opsp_dise_code": "OPSP-404"}, "opsp_dise_code"),
    ({"opsp_dise_code": ""}, "opsp_dise_code"),
    ({"ide_fixmedins_no": "H43010199999"}, "ide_fixmedins_no"),
    ({"insu_optins": "430299"}, "insu_optins"),
    ({"insu_optins": ""}, "insu_optins"),
    ({"hosp_ide_date": "2026-03-03"}, "hosp_ide_date"),
    ({"enddate": "2026-03-01"}, "enddate"),
    ({"begndate": "1990-01-01"}, "begndate"),
    ({"insutype": "390"}, "险种"),
]


@pytest.mark.parametrize(("changes", "field"), REFUSED)
def test_an_application_that_does_not_fit_is_refused_by_its_field(
    hospital: Hospital, person: Person, unchanged, changes: dict[str, str], field: str
) -> None:
    body = filing.application(person, hospital.place.code, **changes)
    with unchanged:
        assert field in hospital.refused(hospital.message("2503", body, pool=XIANGTAN))


def test_one_application_waits_for_each_disease_and_names_itself(
    hospital: Hospital, hospital_at: At, person: Person, unchanged
) -> None:
    number = applied(hospital, person)
    other = hospital_at("430300", "level_3")
    again = filing.application(person, other.place.code)
    with unchanged:
        assert number in other.refused(other.message("2503", again, pool=XIANGTAN))
    applied(other, person, opsp_dise_code="OPSP-02")


def test_what_is_granted_needs_no_second_application(
    hospital: Hospital, person: Person, unchanged
) -> None:
    review_special_disease(FUND, applied(hospital, person), accept=True)
    body = filing.application(person, hospital.place.code)
    with unchanged:
        assert "已有认定" in hospital.refused(hospital.message("2503", body, pool=XIANGTAN))


def test_an_application_is_taken_back_before_the_review_only(
    hospital: Hospital, person: Person, unchanged
) -> None:
    first = applied(hospital, person)
    message = hospital.message("2504", filing.revocation(person, first), pool=XIANGTAN)
    assert hospital.accepted(message) == {}
    assert hospital.accepted(message) == {}
    assert SpecialDiseaseApplication.objects.get(application_no=first).state == "revoked"
    second = applied(hospital, person)
    review_special_disease(FUND, second, accept=False, reason="缺检查报告")
    with unchanged:
        for number, said in ((first, "已经撤销过了"), (second, "审核办结"), ("F404", "没有编号")):
            body = filing.revocation(person, number)
            assert said in hospital.refused(hospital.message("2504", body, pool=XIANGTAN))


def test_another_hospital_or_person_takes_nothing_back(
    world: World, hospital: Hospital, hospital_at: At, person: Person, unchanged
) -> None:
    number = applied(hospital, person)
    other = hospital_at("430300", "level_3")
    stranger = world.person(XIANGTAN)
    with unchanged:
        for asking, whose, memo in (
            (other, person, "登记有误"),
            (hospital, stranger, "登记有误"),
            (hospital, person, ""),
            (hospital, person, person.id_number),
        ):
            body = filing.revocation(whose, number, memo)
            said = asking.refused(asking.message("2504", body, pool=XIANGTAN))
            assert "trt_dcla_detl_sn" in said or "memo" in said


def test_only_the_place_of_insurance_reviews_and_once(
    hospital: Hospital, person: Person, unchanged
) -> None:
    number = applied(hospital, person)
    with unchanged:
        for actor in (CHANGSHA_CLERK, OFFICE):
            with pytest.raises(FilingUnknown):
                review_special_disease(actor, number, accept=True)
        for reason in ("", "  ", person.id_number):
            with pytest.raises(ReasonMissing):
                review_special_disease(FUND, number, accept=False, reason=reason)
    review_special_disease(FUND, number, accept=True)
    with unchanged, pytest.raises(ApplicationReviewed):
        review_special_disease(CLERK, number, accept=False, reason="改判")


def test_a_review_of_what_was_taken_back_or_granted_meanwhile_is_refused(
    hospital: Hospital, person: Person, unchanged
) -> None:
    number = applied(hospital, person)
    hospital.call("2504", filing.revocation(person, number), pool=XIANGTAN)
    with unchanged, pytest.raises(FilingRevokedAlready):
        review_special_disease(FUND, number, accept=True)
    waiting = applied(hospital, person)
    SpecialDiseaseGrant.objects.create(
        psn_no=person.psn_no, disease_code=filing.DISEASE, begins_on="2026-01-01"
    )
    with unchanged, pytest.raises(DiseaseAlreadyGranted):
        review_special_disease(FUND, waiting, accept=True)


def test_the_provincial_pool_is_served_by_the_city_where_it_sits(
    world: World, hospital: Hospital
) -> None:
    person = world.person("439900")
    body = filing.application(person, hospital.place.code)
    number = hospital.call("2503", body, pool="439900")["result"]["trt_dcla_detl_sn"]
    with pytest.raises(FilingUnknown):
        review_special_disease(CLERK, number, accept=True)
    assert review_special_disease(CHANGSHA_CLERK, number, accept=True).state == "accepted"
