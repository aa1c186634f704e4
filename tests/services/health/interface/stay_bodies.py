"""Inputs of the inpatient transactions as a hospital writes them (住院交易输入)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from rongcheng.kernel.money import format_scaled, format_yuan
from tests.services.health.conftest import CHANGSHA, Person
from tests.services.health.interface.bodies import moment, shown

Json = dict[str, Any]
MOTHERHOOD = (
    "fpsc_no", "matn_type", "birctrl_type", "latechb_flag", "geso_val", "fetts", "fetus_cnt",
    "pret_flag", "birctrl_matn_date",
)  # fmt: skip


def flags(**given: str) -> str:
    """Return an `exp_content` with these flags."""
    return json.dumps(given) if given else ""


def stay_diagnosis(
    person: Person, number: int = 1, code: str = "J18.900", mdtrt_id: str = ""
) -> Json:
    """Return one row of diseinfo; 2401 knows no visit yet."""
    row = {
        "psn_no": person.psn_no,
        "diag_type": "1",
        "maindiag_flag": "1" if number == 1 else "0",
        "diag_srt_no": str(number),
        "diag_code": code,
        "diag_name": "样例诊断",
        "diag_dept": "内科",
        "dise_dor_no": "D0001",
        "dise_dor_name": "样例·医师",
        "diag_time": moment(40),
    }
    return {"mdtrt_id": mdtrt_id, **row} if mdtrt_id else row


def _where() -> Json:
    """Return the fields of 2401 and 2403 about ward, doctor and illness."""
    return {
        "coner_name": "样例·家属",
        "tel": "00000000",
        "medrcdno": "M-1",
        "atddr_no": "D0001",
        "chfpdr_name": "样例·医师",
        "adm_diag_dscr": "样例诊断",
        "adm_dept_codg": "03",
        "adm_dept_name": "内科",
        "adm_bed": "12",
        "dscg_maindiag_code": "J18.900",
        "dscg_maindiag_name": "样例诊断",
        "main_cond_dscr": "样例主诉",
        "dise_codg": "",
        "dise_name": "",
        "oprn_oprt_code": "",
        "oprn_oprt_name": "",
        **dict.fromkeys(MOTHERHOOD, ""),
        "dise_type_code": "",
    }


def admission(
    person: Person,
    number: str = "IP-1",
    *,
    med_type: str = "2101",
    at: str = "",
    region: str = CHANGSHA,
    exp: str = "",
    **changes: Any,
) -> Json:
    """2401."""
    voucher = shown(person)
    voucher["cert_type"] = voucher.pop("psn_cert_type")
    return {
        "mdtrtinfo": {
            "psn_no": person.psn_no,
            "insutype": person.insutype,
            "begntime": at or moment(60),
            **voucher,
            "med_type": med_type,
            "ipt_no": number,
            **_where(),
            "exp_content": exp,
            "insuplc_admdvs": person.pool,
            "mdtrtarea_admvs": region,
            **changes,
        },
        "diseinfo": [stay_diagnosis(person)],
    }


def change(
    person: Person,
    mdtrt_id: str,
    number: str = "IP-1",
    *,
    med_type: str = "2101",
    at: str = "",
    exp: str = "",
    **changes: Any,
) -> Json:
    """2403."""
    return {
        "adminfo": {
            "mdtrt_id": mdtrt_id,
            "psn_no": person.psn_no,
            "begntime": at or moment(60),
            "endtime": "",
            "mdtrt_cert_type": "02",
            "med_type": med_type,
            "ipt_otp_no": number,
            **_where(),
            "exp_content": exp,
            "ttp_pay_prop": "",
            **changes,
        },
        "diseinfo": [stay_diagnosis(person, mdtrt_id=mdtrt_id)],
    }


def discharge(
    person: Person, mdtrt_id: str, *, at: str = "", exp: str = "", **changes: Any
) -> Json:
    """2402."""
    return {
        "dscginfo": {
            "mdtrt_id": mdtrt_id,
            "psn_no": person.psn_no,
            "insutype": person.insutype,
            "endtime": at or moment(5),
            "dise_codg": "",
            "dise_name": "",
            "oprn_oprt_code": "",
            "oprn_oprt_name": "",
            **dict.fromkeys(MOTHERHOOD, ""),
            "cop_flag": "",
            "dscg_dept_codg": "03",
            "dscg_dept_name": "内科",
            "dscg_bed": "12",
            "dscg_way": "1",
            "die_date": "",
            "exp_content": exp,
            **changes,
        },
        "diseinfo": [stay_diagnosis(person, mdtrt_id=mdtrt_id)],
    }


def of_stay(person: Person, mdtrt_id: str) -> Json:
    """2404 and 2405."""
    return {"data": {"mdtrt_id": mdtrt_id, "psn_no": person.psn_no, "exp_content": ""}}


def stay_line(
    person: Person,
    mdtrt_id: str,
    serial: int,
    item: str,
    *,
    price_micro: int,
    quantity_e4: int = 10_000,
    amount_fen: int | None = None,
    returns: str = "",
    med_type: str = "2101",
    at: datetime | None = None,
    **changes: Any,
) -> Json:
    """Return one row of feedetail of 2301; without an amount, one piece in whole fen."""
    if amount_fen is None:
        amount_fen = price_micro // 10_000
    return {
        "feedetl_sn": str(serial),
        "init_feedetl_sn": returns,
        "mdtrt_id": mdtrt_id,
        "drord_no": "",
        "psn_no": person.psn_no,
        "med_type": med_type,
        "fee_ocur_time": moment(30) if at is None else f"{at:%Y-%m-%d %H:%M:%S}",
        "med_list_codg": item,
        "medins_list_codg": f"OWN-{item}",
        "det_item_fee_sumamt": format_yuan(amount_fen),
        "cnt": format_scaled(quantity_e4, 4),
        "pric": format_scaled(price_micro, 6),
        "bilg_dept_codg": "03",
        "bilg_dept_name": "内科",
        "bilg_dr_codg": "D0001",
        "bilg_dr_name": "样例·医师",
        "acord_dept_codg": "",
        "acord_dept_name": "",
        "orders_dr_code": "",
        "orders_dr_name": "",
        "hosp_appr_flag": "",
        "tcmdrug_used_way": "",
        "etip_flag": "",
        "etip_hosp_code": "",
        "dscg_tkdrug_flag": "",
        "matn_fee_flag": "",
        "memo": "",
        "comb_no": "",
        "exp_content": "",
        **changes,
    }


def stay_drop(person: Person, mdtrt_id: str, *serials: str) -> Json:
    """2302."""
    return {
        "data": [
            {
                "feedetl_sn": serial,
                "mdtrt_id": mdtrt_id,
                "psn_no": person.psn_no,
                "exp_content": "",
            }
            for serial in serials or ("0000",)
        ]
    }


def stay_trial(
    person: Person,
    mdtrt_id: str,
    total: str,
    *,
    interim: bool = False,
    region: str = CHANGSHA,
    **changes: Any,
) -> Json:
    """2303, and with `invono` 2304."""
    return {
        "data": {
            "psn_no": person.psn_no,
            **shown(person),
            "psn_type": "11",
            "psn_name": person.name,
            "medfee_sumamt": total,
            "psn_setlway": "01",
            "mdtrt_id": mdtrt_id,
            "acct_used_flag": "0",
            "insutype": person.insutype,
            "mid_setl_flag": "1" if interim else "0",
            "fulamt_ownpay_amt": "",
            "overlmt_selfpay": "",
            "preselfpay_amt": "",
            "inscp_scp_amt": "",
            "dscgTime": "",
            "insuplc_admdvs": person.pool,
            "mdtrtarea_admvs": region,
            "exp_content": "",
            **changes,
        }
    }


def stay_settlement(trial_body: Json, setlinfo: Json) -> Json:
    """2304, made of the trial's input and the amounts that the trial answered."""
    stated = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
    return {"data": {**trial_body["data"], "invono": "", **{n: setlinfo[n] for n in stated}}}
