"""Inputs of the transactions as a hospital writes them (交易输入): complete, every field named."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.kernel.money import format_scaled, format_yuan
from tests.services.health.conftest import Person

Json = dict[str, Any]


def moment(minutes_ago: int = 0) -> str:
    """Return a moment as messages write it."""
    at = get_clock().now().astimezone(SHANGHAI) - timedelta(minutes=minutes_ago)
    return f"{at:%Y-%m-%d %H:%M:%S}"


def shown(person: Person, token: str = "") -> Json:
    """Return the voucher fields: the e-voucher's token, or the identity card."""
    return {
        "mdtrt_cert_type": "01" if token else "02",
        "mdtrt_cert_no": token or person.id_number,
        "card_sn": "",
        "psn_cert_type": "01",
        "certno": person.id_number,
    }


def sign_in() -> Json:
    """9001."""
    return {"signIn": {"opter_no": "0001", "mac": "00-00-5E-00-53-01", "ip": "192.0.2.1"}}


def decode(code: str) -> Json:
    """6101."""
    return {
        "data": {
            "orgId": "H",
            "businessType": "01101",
            "businessInfo": code,
            "operatorId": "0001",
            "operatorName": "样例·收费员",
            "officeId": "01",
            "officeName": "挂号处",
            "deviceType": "",
        }
    }


def person_query(person: Person, token: str = "") -> Json:
    """1101."""
    return {"data": {**shown(person, token), "begntime": "", "psn_name": person.name}}


def entitlement(person: Person, institution: str, med_type: str = "11", disease: str = "") -> Json:
    """2001."""
    return {
        "data": {
            "psn_no": person.psn_no,
            "insutype": person.insutype,
            "fixmedins_code": institution,
            "med_type": med_type,
            "begntime": moment(),
            "endtime": "",
            "dise_codg": disease,
            "dise_name": "",
            "oprn_oprt_code": "",
            "oprn_oprt_name": "",
            "matn_type": "",
            "birctrl_type": "",
            "exp_content": "",
        }
    }


def registration(person: Person, number: str, token: str = "", at: str = "") -> Json:
    """2201."""
    return {
        "data": {
            "psn_no": person.psn_no,
            "insutype": person.insutype,
            "begntime": at or moment(50),
            **shown(person, token),
            "psn_type": "11",
            "psn_name": person.name,
            "ipt_otp_no": number,
            "atddr_no": "D0001",
            "dr_name": "样例·医师",
            "dept_code": "03",
            "dept_name": "内科",
            "caty": "A03",
            "exp_content": "",
        }
    }


def cancellation(person: Person, mdtrt_id: str, number: str) -> Json:
    """2202."""
    return {
        "data": {
            "psn_no": person.psn_no,
            "mdtrt_id": mdtrt_id,
            "ipt_otp_no": number,
            "exp_content": "",
        }
    }


def diagnosis(number: int = 1, vali_flag: str = "1") -> Json:
    """Return one row of diseinfo."""
    return {
        "diag_type": "1",
        "diag_srt_no": str(number),
        "diag_code": "I10.x00",
        "diag_name": "样例诊断",
        "diag_dept": "内科",
        "dise_dor_no": "D0001",
        "dise_dor_name": "样例·医师",
        "diag_time": moment(40),
        "vali_flag": vali_flag,
    }


def visit_record(
    person: Person, mdtrt_id: str, med_type: str = "11", disease: str = "NONE", exp: str = ""
) -> Json:
    """2203; `disease` is required even for an ordinary visit, so a word stands there."""
    return {
        "mdtrtinfo": {
            "mdtrt_id": mdtrt_id,
            "psn_no": person.psn_no,
            "med_type": med_type,
            "begntime": moment(45),
            "main_cond_dscr": "样例主诉",
            "dise_type_code": "",
            "dise_codg": disease,
            "dise_name": "样例病种",
            "birctrl_type": "0",
            "birctrl_matn_date": "",
            "exp_content": exp,
        },
        "diseinfo": [diagnosis()],
    }


def line(
    person: Person,
    mdtrt_id: str,
    serial: int,
    item: str,
    *,
    price_micro: int,
    quantity_e4: int = 10_000,
    amount_fen: int | None = None,
    batch: str = "B1",
    at: datetime | None = None,
) -> Json:
    """Return one row of feedetail; without an amount, one piece of a price in whole fen."""
    occurred = moment(30) if at is None else f"{at:%Y-%m-%d %H:%M:%S}"
    if amount_fen is None:
        amount_fen = price_micro // 10_000
    return {
        "feedetl_sn": str(serial),
        "mdtrt_id": mdtrt_id,
        "psn_no": person.psn_no,
        "chrg_bchno": batch,
        "dise_codg": "",
        "rxno": "RX1",
        "rx_circ_flag": "0",
        "fee_ocur_time": occurred,
        "med_list_codg": item,
        "medins_list_codg": f"OWN-{item}",
        "det_item_fee_sumamt": format_yuan(amount_fen),
        "cnt": format_scaled(quantity_e4, 4),
        "pric": format_scaled(price_micro, 6),
        "sin_dos_dscr": "",
        "used_frqu_dscr": "",
        "prd_days": "",
        "medc_way_dscr": "",
        "bilg_dept_codg": "03",
        "bilg_dept_name": "内科",
        "bilg_dr_codg": "D0001",
        "bilg_dr_name": "样例·医师",
        "acord_dept_codg": "",
        "acord_dept_name": "",
        "orders_dr_code": "",
        "orders_dr_name": "",
        "hosp_appr_flag": "0",
        "tcmdrug_used_way": "",
        "etip_flag": "",
        "etip_hosp_code": "",
        "dscg_tkdrug_flag": "",
        "matn_fee_flag": "",
        "memo": "",
        "comb_no": "",
        "exp_content": "",
    }


def drop(person: Person, mdtrt_id: str, batch: str = "0000") -> Json:
    """2205."""
    return {
        "data": {
            "mdtrt_id": mdtrt_id,
            "chrg_bchno": batch,
            "psn_no": person.psn_no,
            "exp_content": "",
        }
    }


def trial(
    person: Person,
    mdtrt_id: str,
    total: str,
    *,
    batch: str = "B1",
    account: str = "0",
    med_type: str = "11",
    token: str = "",
) -> Json:
    """2206."""
    return {
        "data": {
            "psn_no": person.psn_no,
            **shown(person, token),
            "psn_type": "11",
            "psn_name": person.name,
            "med_type": med_type,
            "medfee_sumamt": total,
            "psn_setlway": "01",
            "mdtrt_id": mdtrt_id,
            "chrg_bchno": batch,
            "acct_used_flag": account,
            "insutype": person.insutype,
            "exp_content": "",
            "pub_hosp_rfom_flag": "",
        }
    }


def settlement(trial_body: Json, setlinfo: Json) -> Json:
    """2207, made of the trial's input and the amounts that the trial answered."""
    row = {
        name: value
        for name, value in trial_body["data"].items()
        if name not in {"psn_type", "psn_name"}
    }
    stated = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
    return {"data": {**row, "invono": "", **{name: setlinfo[name] for name in stated}}}


def reversal(person: Person, mdtrt_id: str, setl_id: str) -> Json:
    """2208."""
    return {
        "data": {
            "setl_id": setl_id,
            "mdtrt_id": mdtrt_id,
            "psn_no": person.psn_no,
            "exp_content": "",
        }
    }
