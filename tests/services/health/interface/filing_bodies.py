"""Inputs of the filing transactions as a hospital writes them (备案交易输入)."""

from __future__ import annotations

from typing import Any

from rongcheng.kernel.clock import get_clock
from tests.services.health.conftest import Person

Json = dict[str, Any]
DISEASE = "OPSP-01"


def today() -> str:
    """Return the day as messages write it."""
    return get_clock().today().isoformat()


def referral(person: Person, receiver: str, pool: str, **changes: str) -> Json:
    """2501."""
    return {
        "refmedin": {
            "psn_no": person.psn_no,
            "insutype": person.insutype,
            "tel": "",
            "addr": "",
            "insu_optins": person.pool,
            "diag_code": "I10.x00",
            "diag_name": "样例诊断",
            "dise_cond_dscr": "样例病情",
            "reflin_medins_no": receiver,
            "reflin_medins_name": "样例·转往医院",
            "mdtrtarea_admdvs": pool,
            "hosp_agre_refl_flag": "1",
            "refl_type": "2",
            "refl_date": today(),
            "refl_rea": "样例原因",
            "refl_opnn": "样例意见",
            "begndate": "",
            "enddate": "",
            "refl_old_mdtrt_id": "",
            "refl_used_flag": "",
            **changes,
        }
    }


def revocation(person: Person, number: str, memo: str = "登记有误") -> Json:
    """2502 and 2504."""
    return {"data": {"trt_dcla_detl_sn": number, "psn_no": person.psn_no, "memo": memo}}


def application(person: Person, certifier: str, **changes: str) -> Json:
    """2503."""
    return {
        "data": {
            "psn_no": person.psn_no,
            "insutype": person.insutype,
            "opsp_dise_code": DISEASE,
            "opsp_dise_name": "样例病种",
            "tel": "",
            "addr": "",
            "insu_optins": person.pool,
            "ide_fixmedins_no": certifier,
            "ide_fixmedins_name": "样例·鉴定医院",
            "hosp_ide_date": today(),
            "diag_dr_codg": "D0001",
            "diag_dr_name": "样例·医师",
            "begndate": today(),
            "enddate": "",
            "exp_content": "",
            "trt_dcla_detl_sn": "",
            "selfdef_splm_flag": "",
            "memo": "",
            **changes,
        }
    }


def in_force(person: Person) -> Json:
    """5301."""
    return {"data": {"psn_no": person.psn_no}}
