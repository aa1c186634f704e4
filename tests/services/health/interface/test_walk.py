"""The whole walk over `/hsa`: from the shown e-voucher to the settlement and back."""

from __future__ import annotations

import re

from rongcheng.foundation.ledger.public import balance, verify_ledger
from rongcheng.foundation.people.public import get_insurance
from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.models import Settlement, YearTotals
from rongcheng.services.health.persons import issue_voucher
from rongcheng.services.health.public import verify_decisions
from tests.services.health.building import item_of
from tests.services.health.conftest import CHANGSHA, XIANGTAN, Person, World
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.expected import detail, result, setl
from tests.services.health.interface.hospital import Hospital

CITY = "430100"


def show_voucher(attendance: Attendance) -> None:
    """6101: the person shows her e-voucher; the token is used from here on."""
    code = issue_voucher(get_insurance(attendance.person.psn_no), "430000")
    decoded = attendance.call("6101", bodies.decode(code))["data"]
    assert decoded == {
        "userName": attendance.person.name,
        "idNo": attendance.person.id_number,
        "idType": "01",
        "ecToken": decoded["ecToken"],
        "insuOrg": attendance.person.pool,
        "authNo": "",
    }
    assert re.fullmatch("[0-9a-f]{40}", decoded["ecToken"])
    attendance.token = decoded["ecToken"]


def check_person(attendance: Attendance, balance_shown: str) -> None:
    """1101: who she is, and her one insurance."""
    person = attendance.person
    found = attendance.call("1101", bodies.person_query(person, attendance.token))
    assert found == {
        "baseinfo": {
            "psn_no": person.psn_no,
            "psn_cert_type": "01",
            "certno": person.id_number,
            "psn_name": person.name,
            "gend": "1",
            "naty": "",
            "brdy": "1980-01-02",
            "age": "46",
            "exp_content": "",
        },
        "insuinfo": [
            {
                "psn_no": person.psn_no,
                "balc": balance_shown,
                "insutype": "310",
                "psn_type": "11",
                "psn_insu_stas": "1",
                "psn_insu_date": "2020-01-01",
                "paus_insu_date": "",
                "cvlserv_flag": "0",
                "insuplc_admdvs": person.pool,
                "emp_name": "",
            }
        ],
        "idetinfo": [],
    }


def walk_to_charge(attendance: Attendance, world: World) -> None:
    """2001 to 2204: 450.75 of class A, 100.50 of class B, 30.00 of class C."""
    person = attendance.person
    checked = attendance.call("2001", bodies.entitlement(person, attendance.hospital.place.code))
    assert checked["trtinfo"][0]["trt_enjymnt_flag"] == "1"
    registered = attendance.register()["data"]
    assert registered == {
        "mdtrt_id": attendance.mdtrt_id,
        "psn_no": person.psn_no,
        "ipt_otp_no": "OP-1",
        "exp_content": "",
    }
    assert attendance.see() == {}
    on = get_clock().now()
    sent = [
        attendance.line(item_of(world.book, CITY, "A", on), 45_075),
        attendance.line(item_of(world.book, CITY, "B", on), 10_050),
        attendance.line(item_of(world.book, CITY, "C", on), 3_000),
    ]
    rows = attendance.charge(*sent)
    kinds = [row.pop("med_chrgitm_type") for row in rows]
    assert all(re.fullmatch("[01][0-9]", kind) for kind in kinds)
    assert rows == [
        result(sent[0], chrgitm_lv="01", inscp_scp_amt="450.75"),
        result(
            sent[1],
            chrgitm_lv="02",
            selfpay_prop="0.1000",
            preselfpay_amt="10.05",
            inscp_scp_amt="90.45",
        ),
        result(sent[2], chrgitm_lv="03", fulamt_ownpay_amt="30.00"),
    ]


def expected_settlement(person: Person, found: dict[str, str]) -> dict[str, str]:
    """In scope 541.20, deductible 300: 241.20 at 60 % is 144.72; the account has 100.00."""
    return setl(
        person,
        found,
        psn_type="11",
        mdtrt_cert_type="01",
        med_type="11",
        clr_type="11",
        medfee_sumamt="581.25",
        fulamt_ownpay_amt="30.00",
        overlmt_selfpay="0.00",
        preselfpay_amt="10.05",
        inscp_scp_amt="541.20",
        act_pay_dedc="300.00",
        hifp_pay="144.72",
        pool_prop_selfpay="0.6000",
        fund_pay_sumamt="144.72",
        psn_part_amt="436.53",
        acct_pay="100.00",
        psn_cash_pay="336.53",
        balc="0.00",
        acct_mulaid_pay="0.00",
    )


def negated(node: dict[str, str], amounts: tuple[str, ...]) -> dict[str, str]:
    """Return a node with these amounts of the other sign."""
    return {
        name: f"-{value}" if name in amounts and float(value) else value
        for name, value in node.items()
    }


AMOUNTS = (
    "medfee_sumamt", "fulamt_ownpay_amt", "preselfpay_amt", "inscp_scp_amt", "act_pay_dedc",
    "hifp_pay", "fund_pay_sumamt", "psn_part_amt", "acct_pay",
)  # fmt: skip


def test_from_voucher_to_settlement_and_back(world: World, hospital: Hospital, clock) -> None:
    person = world.person(account_fen=10_000)
    attendance = Attendance(hospital, person)
    signed = hospital.call("9001", bodies.sign_in())["signinoutb"]
    assert signed["sign_time"] == "2026-03-02 10:00:00"
    assert len(signed["sign_no"]) <= 30
    show_voucher(attendance)
    check_person(attendance, "100.00")
    walk_to_charge(attendance, world)
    settled = attendance.settle("581.25", account="1")
    found = settled["setlinfo"]
    assert found == expected_settlement(person, found)
    account_row = detail("310200", "0.00", "0.00", "100.00")
    fund_row = detail("310102", "541.20", "1500.00", "144.72")
    assert settled["setldetail"] == [fund_row, account_row]
    assert balance(f"account:{person.psn_no}") == 0
    back = attendance.reverse(found["setl_id"])
    taken = back["setlinfo"]
    expected = negated(expected_settlement(person, taken), AMOUNTS)
    expected["pdn_cash_pay"] = "-" + expected.pop("psn_cash_pay")
    # The specification asks for no document in 2208 and lists none of the two person sums.
    expected.pop("psn_part_amt")
    expected |= {"certno": "", "mdtrt_cert_type": "", "balc": "100.00"}
    assert taken == expected
    assert taken["setl_id"] != found["setl_id"]
    assert [row["fund_payamt"] for row in back["setldetail"]] == ["-144.72", "-100.00"]
    assert balance(f"account:{person.psn_no}") == 10_000
    totals = YearTotals.objects.get(psn_no=person.psn_no)
    assert (totals.deductible_fen, totals.outpatient_fen) == (0, 0)
    again = attendance.settle("581.25", account="1")["setlinfo"]
    assert again["fund_pay_sumamt"] == "144.72"
    assert list(verify_ledger()) == []
    assert list(verify_decisions()) == []


def test_a_xiangtan_employee_settles_in_changsha_without_filing(
    world: World, hospital: Hospital, clock
) -> None:
    """Xiangtan's deductible, ratio and cap by Changsha's catalogue; the pools owe each other."""
    person = world.person(XIANGTAN, account_fen=10_000)
    attendance = Attendance(hospital, person)
    show_voucher(attendance)
    check_person(attendance, "100.00")
    walk_to_charge(attendance, world)
    settled = attendance.settle("581.25", account="1")["setlinfo"]
    assert settled == expected_settlement(person, settled)
    assert settled["clr_optins"] == XIANGTAN
    row = Settlement.objects.get()
    assert (row.cross_city, row.care_pool, row.insured_pool) == (True, CHANGSHA, XIANGTAN)
    code = hospital.place.code
    moved = {
        f"fund:{XIANGTAN}:310102": -14_472,
        f"clearing:{XIANGTAN}:{CHANGSHA}:310102": 14_472,
        f"agency:{CHANGSHA}": -14_472,
        f"hospital:{code}:fund": 14_472,
        f"account:{person.psn_no}": 0,
        f"hospital:{code}:account": 10_000,
        f"cash:{code}": -33_653,
        f"hospital:{code}:cash": 33_653,
    }
    assert {name: balance(name) for name in moved} == moved
    attendance.reverse(settled["setl_id"])
    assert balance(f"clearing:{XIANGTAN}:{CHANGSHA}:310102") == 0
    assert list(verify_ledger()) == []
