"""The person at the counter: voucher, document, number, scheme and region must all be hers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rongcheng.foundation.people.models import Resident
from rongcheng.foundation.people.public import get_insurance, record_identity
from rongcheng.services.health.persons import issue_voucher
from tests.services.health.building import item_of
from tests.services.health.conftest import XIANGTAN, ZHUZHOU, Person, World
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital, Json

CITY = "430100"
SHOWING = ("1101", "2201", "2206", "2207")


@pytest.fixture
def attendance(world: World, hospital: Hospital, clock) -> Attendance:
    """A Xiangtan employee whose lines are uploaded in Changsha."""
    found = Attendance(hospital, world.person(XIANGTAN))
    found.register()
    found.see()
    found.charge(found.line(item_of(world.book, CITY, "A", clock.now()), 45_075))
    return found


def token_of(attendance: Attendance, person: Person) -> str:
    code = issue_voucher(get_insurance(person.psn_no), "430000")
    token: str = attendance.call("6101", bodies.decode(code))["data"]["ecToken"]
    return token


def body_of(attendance: Attendance, infno: str) -> Json:
    """Return a good input of a transaction that shows voucher and document."""
    if infno == "1101":
        return bodies.person_query(attendance.person)
    if infno == "2201":
        return bodies.registration(attendance.person, "OP-2")
    trial = attendance.trial_body("450.75")
    stated = {
        "fulamt_ownpay_amt": "0.00",
        "overlmt_selfpay": "0.00",
        "preselfpay_amt": "0.00",
        "inscp_scp_amt": "450.75",
    }
    return trial if infno == "2206" else bodies.settlement(trial, stated)


def refused_with(attendance: Attendance, infno: str, **changes: str) -> str:
    body = body_of(attendance, infno)
    body["data"] |= changes
    return attendance.refused(infno, body)


@pytest.mark.parametrize("infno", SHOWING)
def test_the_document_of_another_person_is_refused(
    world: World, attendance: Attendance, unchanged, infno: str
) -> None:
    stranger = world.person()
    with unchanged:
        said = refused_with(
            attendance, infno, certno=stranger.id_number, mdtrt_cert_no=stranger.id_number
        )
    assert "psn_name" in said or "psn_no" in said
    assert stranger.id_number not in said


@pytest.mark.parametrize("infno", SHOWING)
def test_voucher_and_document_must_be_of_one_person(
    world: World, attendance: Attendance, unchanged, infno: str
) -> None:
    stranger = world.person()
    theirs = token_of(attendance, stranger)
    with unchanged:
        for changes in (
            {"mdtrt_cert_no": stranger.id_number},
            {"mdtrt_cert_type": "01", "mdtrt_cert_no": theirs},
        ):
            assert "mdtrt_cert_no" in refused_with(attendance, infno, **changes)


@pytest.mark.parametrize("infno", SHOWING)
def test_a_token_that_is_unknown_or_expired_is_refused(
    attendance: Attendance, unchanged, clock, infno: str
) -> None:
    own = token_of(attendance, attendance.person)
    with unchanged:
        said = refused_with(attendance, infno, mdtrt_cert_type="01", mdtrt_cert_no="0" * 40)
        assert "mdtrt_cert_no" in said
        assert "重新出示" in said
        clock.advance(timedelta(minutes=31))
        said = refused_with(attendance, infno, mdtrt_cert_type="01", mdtrt_cert_no=own)
        assert "mdtrt_cert_no" in said


def test_a_voucher_that_is_unknown_or_expired_is_refused(
    attendance: Attendance, unchanged, clock
) -> None:
    code = issue_voucher(get_insurance(attendance.person.psn_no), "430000")
    with unchanged:
        for shown in ("0" * 28, "样例", code[:-1]):
            assert "businessInfo" in attendance.refused("6101", bodies.decode(shown))
        clock.advance(timedelta(hours=25))
        assert "businessInfo" in attendance.refused("6101", bodies.decode(code))


@pytest.mark.parametrize("infno", SHOWING)
@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("430302199003071234", "校验码"),
        ("430302199013071235", "出生日期"),
        ("43030219900307123", "18 位"),
        ("样例", "18 位"),
    ],
)
def test_a_mistyped_id_number_is_explained_and_never_repeated(
    attendance: Attendance, unchanged, infno: str, number: str, why: str
) -> None:
    with unchanged:
        said = refused_with(attendance, infno, certno=number, mdtrt_cert_no=number)
    assert "input.data.certno" in said
    assert why in said
    assert number not in said


@pytest.mark.parametrize("infno", SHOWING)
def test_only_the_identity_card_is_known_here(
    attendance: Attendance, unchanged, infno: str
) -> None:
    with unchanged:
        assert "psn_cert_type" in refused_with(attendance, infno, psn_cert_type="16")


@pytest.mark.parametrize("infno", SHOWING)
def test_a_social_security_card_needs_its_own_number(
    attendance: Attendance, unchanged, infno: str
) -> None:
    with unchanged:
        said = refused_with(attendance, infno, mdtrt_cert_type="03", mdtrt_cert_no="A1")
    assert "card_sn" in said


def test_a_social_security_card_is_good_with_it(attendance: Attendance) -> None:
    body = body_of(attendance, "1101")
    body["data"] |= {"mdtrt_cert_type": "03", "mdtrt_cert_no": "A1", "card_sn": "C1"}
    assert attendance.call("1101", body)["baseinfo"]["psn_no"] == attendance.person.psn_no


def test_a_small_x_at_the_end_of_an_id_number_is_hers(world: World, hospital: Hospital) -> None:
    person = next(p for p in (world.person() for _ in range(60)) if p.id_number.endswith("X"))
    body = bodies.person_query(person)
    body["data"] |= {"certno": person.id_number.lower()}
    found = hospital.call("1101", body)
    assert found["baseinfo"]["certno"] == person.id_number


@pytest.mark.parametrize("infno", ["1101", "2201", "2206"])
def test_the_name_must_be_the_registered_one(attendance: Attendance, unchanged, infno: str) -> None:
    with unchanged:
        assert "psn_name" in refused_with(attendance, infno, psn_name="样例·别人")


@pytest.mark.parametrize("infno", ["2001", "2201", "2206", "2207"])
def test_the_scheme_must_be_the_insured_one(attendance: Attendance, unchanged, infno: str) -> None:
    code = attendance.hospital.place.code
    body = (
        bodies.entitlement(attendance.person, code)
        if infno == "2001"
        else body_of(attendance, infno)
    )
    body["data"]["insutype"] = "390"
    with unchanged:
        said = attendance.refused(infno, body)
    assert "psn_no" in said
    assert "险种" in said


@pytest.mark.parametrize("infno", ["2001", "2201", "2206", "2207"])
@pytest.mark.parametrize("region", ["", ZHUZHOU, "430300", "999999"])
def test_the_region_of_insurance_must_be_hers_and_is_not_told(
    attendance: Attendance, unchanged, infno: str, region: str
) -> None:
    hospital, person = attendance.hospital, attendance.person
    body = (
        bodies.entitlement(person, hospital.place.code)
        if infno == "2001"
        else body_of(attendance, infno)
    )
    with unchanged:
        said = hospital.refused(hospital.message(infno, body, pool=region))
    assert "insuplc_admdvs" in said
    assert person.pool not in said


def test_an_unknown_person_number_is_named(attendance: Attendance, unchanged) -> None:
    with unchanged:
        for infno in ("2201", "2206", "2207"):
            assert "psn_no" in refused_with(attendance, infno, psn_no="P404")


def test_a_person_of_another_metro_is_unknown_here(
    world: World, attendance: Attendance, unchanged
) -> None:
    owner = get_insurance(attendance.person.psn_no).resident_id
    Resident.objects.filter(id=owner).update(metro="elsewhere")
    with unchanged:
        for infno in ("2201", "2206", "2207"):
            assert "psn_no" in refused_with(attendance, infno)
        assert "certno" in refused_with(attendance, "1101")


def test_entitlement_is_asked_for_ones_own_institution(attendance: Attendance, unchanged) -> None:
    with unchanged:
        body = bodies.entitlement(attendance.person, "H43010200001")
        assert "fixmedins_code" in attendance.refused("2001", body)


def test_entitlement_on_a_day_without_policy_names_the_day(
    attendance: Attendance, unchanged
) -> None:
    body = bodies.entitlement(attendance.person, attendance.hospital.place.code)
    body["data"]["begntime"] = "1990-01-01 00:00:00"
    with unchanged:
        said = attendance.refused("2001", body)
    assert "begntime" in said
    assert "1990-01-01" in said


def test_a_suspended_insurance_is_answered_with_the_reason(
    world: World, hospital: Hospital
) -> None:
    person = world.person(status="2")
    answer = hospital.call(
        "2001", bodies.entitlement(person, hospital.place.code), pool=person.pool
    )
    assert answer["trtinfo"][0]["trt_enjymnt_flag"] == "0"
    assert "参保状态" in answer["trtinfo"][0]["trt_chk_rslt"]


def test_1101_answers_recognised_identities_with_their_days(
    world: World, hospital: Hospital
) -> None:
    person = world.person()
    owner = get_insurance(person.psn_no).resident_id
    record_identity(owner, "2303", begins_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    record_identity(owner, "2304", begins_on=date(2026, 1, 1), level="1")
    found = hospital.call("1101", bodies.person_query(person))["idetinfo"]
    assert found == [
        {
            "psn_idet_type": "2303",
            "psn_type_lv": "",
            "memo": "",
            "begntime": "2025-01-01 00:00:00",
            "endtime": "2025-12-31 23:59:59",
        },
        {
            "psn_idet_type": "2304",
            "psn_type_lv": "1",
            "memo": "",
            "begntime": "2026-01-01 00:00:00",
            "endtime": "",
        },
    ]
