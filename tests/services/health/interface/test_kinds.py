"""Each transaction takes its own categories of care, and what belongs to each is asked for."""

from __future__ import annotations

import pytest

from rongcheng.services.health.domain.types import CareKind
from rongcheng.services.health.hsa.faults import CodeUnknown
from rongcheng.services.health.hsa.fields import dictionaries
from rongcheng.services.health.interface.kinds import (
    OUTPATIENT_KINDS,
    STAY_KINDS,
    outpatient_kind,
    settled_kind,
    stay_kind,
)
from rongcheng.services.health.models import Visit
from rongcheng.services.health.types import clr_type_of
from tests.services.health.conftest import World
from tests.services.health.interface import bodies, stay_bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital

PATH = "input.data.med_type"


def test_visits_and_stays_share_no_category_and_the_dictionary_holds_both() -> None:
    known = set(dictionaries()["med_type"])
    assert set(OUTPATIENT_KINDS).isdisjoint(STAY_KINDS)
    assert known == {*OUTPATIENT_KINDS, *STAY_KINDS, "21"}


def test_a_category_of_the_other_side_is_refused_with_those_that_are_taken() -> None:
    with pytest.raises(CodeUnknown) as refused:
        outpatient_kind("2101", PATH)
    assert "9903 外伤门诊" in refused.value.message("zh")
    with pytest.raises(CodeUnknown) as refused:
        stay_kind("13", PATH)
    assert "2101 普通住院" in refused.value.message("zh")
    assert stay_kind("21", PATH) == "2101"


def test_what_this_house_does_not_settle_is_never_taken_as_something_else() -> None:
    assert settled_kind("14", PATH) is CareKind.SPECIAL_DISEASE
    for code in ("41", "12", "1103"):
        with pytest.raises(CodeUnknown):
            settled_kind(code, PATH)


def test_every_category_is_cleared_under_a_known_one() -> None:
    assert {kind: clr_type_of(kind) for kind in (*OUTPATIENT_KINDS, *STAY_KINDS)} == {
        "11": "11", "13": "13", "1301": "13", "14": "14", "51": "53", "9901": "15", "9903": "22",
        "2101": "21", "2106": "21", "2107": "21", "22": "22", "28": "28", "52": "21",
    }  # fmt: skip
    for kind in (*OUTPATIENT_KINDS, *STAY_KINDS):
        assert clr_type_of(kind) in dictionaries()["clr_type"]


@pytest.fixture
def attendance(world: World, hospital: Hospital) -> Attendance:
    """A visit that was registered."""
    found = Attendance(hospital, world.person())
    found.register()
    return found


@pytest.mark.parametrize("kind", ["1301", "51", "9901"])
def test_a_visit_may_be_of_each_outpatient_category(attendance: Attendance, kind: str) -> None:
    attendance.see(kind)
    assert Visit.objects.get().med_type == kind


@pytest.mark.parametrize("flag", ["1", "3"])
def test_an_emergency_says_that_it_is_one(attendance: Attendance, unchanged, flag: str) -> None:
    for exp in ("", stay_bodies.flags(OTP_ER_REFL_FLAG="2"), stay_bodies.flags(IPT_TYPE="2")):
        body = bodies.visit_record(attendance.person, attendance.mdtrt_id, "13", exp=exp)
        with unchanged:
            said = attendance.refused("2203", body)
        assert "input.mdtrtinfo.exp_content.OTP_ER_REFL_FLAG" in said
        assert "1 或 3" in said
    attendance.see("13", exp=stay_bodies.flags(OTP_ER_REFL_FLAG=flag))
    assert Visit.objects.get().med_type == "13"


def test_an_accident_says_whether_somebody_else_is_liable(
    attendance: Attendance, unchanged
) -> None:
    for exp in ("", '{"TRUM_FLAG":"0"}', '{"TRUM_FLAG":"1"}'):
        body = bodies.visit_record(attendance.person, attendance.mdtrt_id, "9903", exp=exp)
        with unchanged:
            assert "TTP_FLAG" in attendance.refused("2203", body)
    attendance.see("9903", exp=stay_bodies.flags(TRUM_FLAG="1", REL_TTP_FLAG="0"))
    assert Visit.objects.get().injury == 1


def test_where_a_third_party_is_liable_the_fund_does_not_settle(
    world: World, attendance: Attendance, clock, unchanged
) -> None:
    item = next(
        found.code
        for found in world.book.catalogue("430100").items(clock.now().date())
        if found.charge_class == "A" and not found.cap_micro and not found.restricted
    )
    attendance.see("11", exp=stay_bodies.flags(TRUM_FLAG="1", REL_TTP_FLAG="1"))
    attendance.charge(attendance.line(item, 45_075))
    with unchanged:
        said = attendance.refused("2206", attendance.trial_body("450.75"))
    assert said.startswith("字段 mdtrt_id：不能直接结算")
    assert "第三方" in said


def test_a_stay_category_is_no_visit(attendance: Attendance, unchanged) -> None:
    body = bodies.visit_record(attendance.person, attendance.mdtrt_id, "2101")
    with unchanged:
        said = attendance.refused("2203", body)
    assert "input.mdtrtinfo.med_type" in said
