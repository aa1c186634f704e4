"""A stay over `/hsa`: admitted, charged, changed, discharged, and each of it taken back."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.services.health.care.stays import open_diagnoses
from rongcheng.services.health.domain.stay_lifecycle import StayState
from rongcheng.services.health.models import Visit
from tests.services.health.building import item_of
from tests.services.health.conftest import XIANGTAN, ZHUZHOU, World
from tests.services.health.interface import bodies, stay_bodies
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.inpatient import Inpatient
from tests.services.health.interface.stored import values_holding

CITY = "430100"


@pytest.fixture
def item(world: World, clock) -> str:
    """An item of class A."""
    return item_of(world.book, CITY, "A", clock.now())


@pytest.fixture
def stay(world: World, hospital: Hospital) -> Inpatient:
    """A Xiangtan employee, not yet in hospital."""
    return Inpatient(hospital, world.person(XIANGTAN))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_a_stay_from_the_person_to_the_trial(stay: Inpatient, item: str, unchanged) -> None:
    found = stay.call("1101", bodies.person_query(stay.person))
    assert found["insuinfo"][0]["insuplc_admdvs"] == XIANGTAN
    result = stay.admit(exp=stay_bodies.flags(IPT_TYPE="2"))
    assert result == {"mdtrt_id": stay.mdtrt_id, "exp_content": ""}
    row = stay.row
    assert (row.med_type, row.outpatient_number, row.department) == ("2101", "IP-1", "内科")
    assert row.begun_at == at("2026-03-02 09:00:00")
    assert (row.stay.admission_type, row.injury, row.ended_at) == ("2", 0, None)
    rows = stay.charge(stay.line(item, 100_000), stay.line(item, 50_000))
    assert [found["inscp_scp_amt"] for found in rows] == ["1000.00", "500.00"]
    assert stay.discharge() == {}
    row = stay.row
    assert (row.state, row.stay.discharge_way) == (StayState.DISCHARGED, "1")
    assert values_holding(stay.person.id_number) == []
    assert values_holding("J18.900") == []
    assert row.ended_at == at("2026-03-02 09:55:00")
    with unchanged:
        said = stay.refused("2303", stay.trial_body("1499.99"))
    assert "1499.99" in said
    assert "1500.00" in said


def test_the_national_category_is_kept_as_the_provincial_one(stay: Inpatient, item: str) -> None:
    stay.admit(med_type="21")
    assert stay.row.med_type == "2101"
    assert len(stay.charge(stay.line(item, 100), stay.line(item, 100))) == 2


def test_a_second_sending_gets_the_first_answer(stay: Inpatient, hospital: Hospital) -> None:
    message = hospital.message("2401", stay.admission_body(), pool=XIANGTAN)
    first = hospital.send(message)
    assert first.json["infcode"] == 0
    assert hospital.send(message).body == first.body
    assert Visit.objects.count() == 1


def test_one_person_is_in_one_bed_of_a_hospital(
    world: World, stay: Inpatient, hospital: Hospital, unchanged
) -> None:
    stay.admit()
    again = Inpatient(hospital, stay.person, "IP-2")
    with unchanged:
        said = again.refused("2401", again.admission_body())
    assert said.startswith("字段 psn_no：")
    assert stay.mdtrt_id in said
    # A transfer: the other hospital may be late with the discharge, and she must be treated.
    elsewhere = Inpatient(Hospital(world.at_tier(CITY, "level_2")), stay.person)
    elsewhere.admit()
    stay.discharge()
    again.admit()
    with unchanged:
        said = stay.refused("2405", stay.cancel_body())
    assert again.mdtrt_id in said


def test_an_admission_is_taken_back_while_it_is_empty(
    stay: Inpatient, item: str, unchanged
) -> None:
    stay.admit()
    stay.charge(stay.line(item, 100))
    with unchanged:
        said = stay.refused("2404", stay.cancel_body())
    assert "2302" in said
    stay.drop()
    assert stay.call("2404", stay.cancel_body()) == {}
    assert stay.state == StayState.CANCELLED
    stay.admit()
    assert Visit.objects.count() == 2


def test_a_discharge_is_taken_back(stay: Inpatient) -> None:
    stay.admit()
    stay.discharge()
    assert set(open_diagnoses(stay.row)) == {"admission", "discharge"}
    assert stay.call("2405", stay.cancel_body()) == {}
    row = stay.row
    assert (row.state, row.ended_at, row.stay.discharge_way) == (StayState.ADMITTED, None, "")
    assert set(open_diagnoses(row)) == {"admission"}


def test_a_change_replaces_what_it_tells_and_keeps_the_rest(stay: Inpatient) -> None:
    stay.admit(fetts="2", matn_type="1", exp=stay_bodies.flags(IPT_TYPE="1"))
    stay.change(
        med_type="52",
        at="2026-03-02 08:00:00",
        endtime="2026-03-02 09:00:00",
        adm_dept_name="产科",
        birctrl_matn_date="2026-03-02",
        exp=stay_bodies.flags(BIRTH_WAY="2"),
    )
    row, detail = stay.row, stay.row.stay
    assert (row.med_type, row.department) == ("52", "产科")
    assert row.begun_at == at("2026-03-02 08:00:00")
    # She is still in hospital: a time of discharge is not yet one.
    assert row.ended_at is None
    assert (detail.admission_type, detail.maternity_type, detail.pregnancy) == ("1", "1", 2)
    assert (detail.birth_on, detail.birth_way) == (date(2026, 3, 2), "caesarean")


def test_after_discharge_a_change_corrects_its_time(stay: Inpatient, unchanged) -> None:
    stay.admit()
    stay.discharge()
    stay.change(endtime="2026-03-02 09:30:00")
    assert stay.row.ended_at == at("2026-03-02 09:30:00")
    with unchanged:
        said = stay.refused("2403", stay.change_body(endtime="2026-03-02 08:30:00"))
    assert said.startswith("字段 endtime：")


def test_the_sort_number_decides_which_diagnosis_changes(stay: Inpatient) -> None:
    stay.admit()
    body = stay.change_body()
    body["diseinfo"] = [
        stay_bodies.stay_diagnosis(stay.person, 1, "J15.900", stay.mdtrt_id),
        stay_bodies.stay_diagnosis(stay.person, 2, "I10.x00", stay.mdtrt_id),
    ]
    stay.call("2403", body)
    kept = open_diagnoses(stay.row)["admission"]
    assert [(row["diag_srt_no"], row["diag_code"]) for row in kept] == [
        ("1", "J15.900"),
        ("2", "I10.x00"),
    ]
    assert "psn_no" not in kept[0]


def test_a_day_surgery_names_its_operation(stay: Inpatient, unchanged) -> None:
    with unchanged:
        said = stay.refused("2401", stay.admission_body(med_type="28"))
    assert "input.mdtrtinfo.oprn_oprt_code" in said
    stay.admit(med_type="28", oprn_oprt_code="47.0100")
    assert stay.row.stay.operation_code == "47.0100"
    with unchanged:
        assert "oprn_oprt_code" in stay.refused("2403", stay.change_body())


REFUSED = {
    "outpatient": ({"med_type": "11"}, "input.mdtrtinfo.med_type", "2101"),
    "emergency": ({"med_type": "13"}, "input.mdtrtinfo.med_type", "2101"),
    "place of insurance": ({"insuplc_admdvs": ZHUZHOU}, "insuplc_admdvs", XIANGTAN),
    "place of care": ({"mdtrtarea_admvs": "430299"}, "mdtrtarea_admvs", "430199"),
    "ahead": ({"at": "2026-03-02 10:00:01"}, "input.mdtrtinfo.begntime", "不晚于现在"),
    "accident": ({"med_type": "22"}, "exp_content.TRUM_FLAG", "REL_TTP_FLAG"),
    "liability open": (
        {"med_type": "22", "exp": '{"TRUM_FLAG":"1"}'},
        "exp_content.REL_TTP_FLAG",
        "必填",
    ),
    "pregnancy": ({"fetts": "-1"}, "input.mdtrtinfo.fetts", "正整数"),
    "no flags": ({"exp": "急诊"}, "input.mdtrtinfo.exp_content", "JSON"),
    "list": ({"exp": "[]"}, "input.mdtrtinfo.exp_content", "JSON"),
    "unknown flag value": ({"exp": '{"IPT_TYPE":"4"}'}, "exp_content.IPT_TYPE", "急诊或抢救"),
    "voucher without token": ({"mdtrt_cert_type": "01", "mdtrt_cert_no": ""}, "mdtrt_cert_no", ""),
    "another card": ({"mdtrt_cert_no": "430302199003071235"}, "input.mdtrtinfo.mdtrt_cert_no", ""),
    "passport": ({"cert_type": "16"}, "input.mdtrtinfo.cert_type", "01"),
    "no day of policy": ({"at": "2021-01-01 00:00:00"}, "input.mdtrtinfo.begntime", "没有已发布"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_admission_that_does_not_fit_is_refused_by_name(
    stay: Inpatient, unchanged, case: str
) -> None:
    changes, field, fix = REFUSED[case]
    with unchanged:
        said = stay.refused("2401", stay.admission_body(**changes))
    assert field in said
    assert fix in said


def test_an_admission_needs_no_voucher_number_beside_the_document(stay: Inpatient) -> None:
    assert stay.admit(mdtrt_cert_no="")["mdtrt_id"]


def test_diagnoses_of_another_person_are_refused(world: World, stay: Inpatient, unchanged) -> None:
    other = world.person()
    body = stay.admission_body()
    body["diseinfo"].append(stay_bodies.stay_diagnosis(other, 2))
    with unchanged:
        assert "input.diseinfo[2].psn_no" in stay.refused("2401", body)


def test_a_discharge_before_the_admission_or_ahead_of_now_is_refused(
    stay: Inpatient, unchanged
) -> None:
    stay.admit()
    with unchanged:
        for time in ("2026-03-02 08:59:59", "2026-03-02 10:00:01"):
            body = stay_bodies.discharge(stay.person, stay.mdtrt_id, at=time)
            assert "endtime" in stay.refused("2402", body)


def test_liability_is_kept_with_the_stay(stay: Inpatient) -> None:
    stay.admit(med_type="22", exp=stay_bodies.flags(TRUM_FLAG="1", REL_TTP_FLAG="1"))
    assert stay.row.injury == 2
    stay.change(exp=stay_bodies.flags(TRUM_FLAG="1", REL_TTP_FLAG="0"))
    assert stay.row.injury == 1
