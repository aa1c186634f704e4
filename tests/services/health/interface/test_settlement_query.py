"""5203: every printed field of a settlement, for the institution that made it (结算信息查询)."""

from __future__ import annotations

from typing import Any

import pytest

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.people.public import get_insurance
from tests.services.health.building import item_of
from tests.services.health.conftest import CHANGSHA, XIANGTAN, World
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.expected import detail
from tests.services.health.interface.hospital import Hospital, Json
from tests.services.health.interface.statements import charged, query_body

NOTHING = ("cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay")
UNKNOWN = (
    "naty", "flxempe_flag", "nwb_flag", "emp_name", "lmtpric_hosp_lv", "dedc_hosp_lv",
    "dise_name", "invono", "opter_id", "opter_name",
)  # fmt: skip


@pytest.fixture
def attendance(world: World, hospital: Hospital, clock: Any) -> Attendance:
    """A visit of a Xiangtan employee, charged."""
    person = world.person(XIANGTAN, account_fen=10_000)
    item = item_of(world.book, "430100", "A", clock.now())
    return charged(hospital, person, item, "OP-1", 45_075)


def asked(attendance: Attendance, setl_id: str) -> Json:
    """Ask for a settlement and return the output of 5203."""
    return attendance.call("5203", query_body(attendance.person, setl_id, attendance.mdtrt_id))


def test_every_printed_field_of_a_settlement(attendance: Attendance, hospital: Hospital) -> None:
    settled = attendance.settle("450.75", account="1")["setlinfo"]
    person = attendance.person
    found = asked(attendance, settled["setl_id"])
    assert found["setlinfo"] == {
        **dict.fromkeys(UNKNOWN, ""),
        **dict.fromkeys((*NOTHING, "pref_fund_pay"), "0.00"),
        "setl_id": settled["setl_id"],
        "mdtrt_id": attendance.mdtrt_id,
        "psn_no": person.psn_no,
        "psn_name": person.name,
        "psn_cert_type": "01",
        "certno": person.id_number,
        "gend": settled["gend"],
        "brdy": settled["brdy"],
        "age": "46",
        "insutype": "310",
        "psn_type": "11",
        "cvlserv_flag": "0",
        "insu_optins": XIANGTAN,
        "pay_loc": "3",
        "fixmedins_code": hospital.place.code,
        "fixmedins_name": hospital.place.name,
        "hosp_lv": "2",
        "fixmedins_poolarea": CHANGSHA,
        "begndate": "2026-03-02",
        "enddate": "2026-03-02",
        "setl_time": "2026-03-02 10:00:00",
        "mdtrt_cert_type": "02",
        "med_type": "11",
        "clr_type": "11",
        "clr_way": "1",
        "clr_optins": XIANGTAN,
        "medfee_sumamt": "450.75",
        "fulamt_ownpay_amt": "0.00",
        "overlmt_selfpay": "0.00",
        "preselfpay_amt": "0.00",
        "inscp_scp_amt": "450.75",
        "act_pay_dedc": "300.00",
        "hifp_pay": "90.45",
        "pool_prop_selfpay": "0.6000",
        "fund_pay_sumamt": "90.45",
        "psn_pay": "360.30",
        "acct_pay": "100.00",
        "cash_payamt": "260.30",
        "balc": "0.00",
        "acct_mulaid_pay": "0.00",
        "medins_setl_id": settled["medins_setl_id"],
        "refd_setl_flag": "0",
        "year": "2026",
        "dise_codg": "NONE",
        "opt_time": "2026-03-02 10:00:00",
    }
    assert found["setldetail"] == [
        detail("310102", "450.75", "1500.00", "90.45"),
        detail("310200", "0.00", "0.00", "100.00"),
    ]


def test_a_refund_and_what_it_took_back(attendance: Attendance) -> None:
    setl_id = attendance.settle("450.75")["setlinfo"]["setl_id"]
    back_id = attendance.reverse(setl_id)["setlinfo"]["setl_id"]
    first, back = asked(attendance, setl_id), asked(attendance, back_id)
    assert first["setlinfo"]["refd_setl_flag"] == "0"
    assert back_id in first["setldetail"][0]["setl_proc_info"]
    assert back["setlinfo"]["refd_setl_flag"] == "1"
    assert back["setlinfo"]["medfee_sumamt"] == "-450.75"
    assert back["setldetail"][0]["setl_proc_info"] == ""


def test_only_the_institution_that_settled_is_answered(
    attendance: Attendance, world: World, unchanged: Any
) -> None:
    setl_id = attendance.settle("450.75")["setlinfo"]["setl_id"]
    other = Hospital(world.at_tier("430100", "level_2"))
    body = query_body(attendance.person, setl_id, attendance.mdtrt_id)
    stranger = query_body(world.person(XIANGTAN), setl_id, attendance.mdtrt_id)
    with unchanged:
        message = other.message("5203", body, pool=XIANGTAN)
        assert "setl_id" in other.refused(message)
        assert "setl_id" in attendance.refused("5203", stranger)
        body["data"]["mdtrt_id"] = "V0"
        assert "setl_id" in attendance.refused("5203", body)


def test_a_query_is_a_look(attendance: Attendance) -> None:
    setl_id = attendance.settle("450.75")["setlinfo"]["setl_id"]
    asked(attendance, setl_id)
    look = AccessRecord.objects.order_by("id").last()
    assert look is not None
    assert look.purpose == "5203"
    assert look.persons == [get_insurance(attendance.person.psn_no).resident_id]
    assert look.data_kinds == ["identity", "insurance", "settlement"]
