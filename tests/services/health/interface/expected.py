"""Builds the whole blocks SETL and DETAIL that an answer must equal (结算信息的完整字段)."""

from __future__ import annotations

from typing import Any

from tests.services.health.conftest import Person

Json = dict[str, Any]

SETL_ORDER = (
    "mdtrt_id", "setl_id", "psn_no", "psn_name", "psn_cert_type", "certno", "gend", "naty",
    "brdy", "age", "insutype", "psn_type", "cvlserv_flag", "setl_time", "mdtrt_cert_type",
    "med_type", "medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt",
    "inscp_scp_amt", "act_pay_dedc", "hifp_pay", "pool_prop_selfpay", "cvlserv_pay",
    "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay", "fund_pay_sumamt",
    "psn_part_amt", "acct_pay", "psn_cash_pay", "hosp_part_amt", "balc", "acct_mulaid_pay",
    "medins_setl_id", "clr_optins", "clr_way", "clr_type", "hifdm_pay", "exp_content",
)  # fmt: skip
"""Every field of block SETL, as in the specification's table of 2207."""

NOTHING = (
    "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay", "hosp_part_amt",
    "hifdm_pay",
)  # fmt: skip
FUNDS = {
    "310102": "职工基本医疗保险门诊统筹",
    "310100": "职工基本医疗保险统筹基金",
    "390100": "城乡居民基本医疗保险统筹基金",
    "390102": "城乡居民基本医疗保险门诊统筹",
    "310300": "职工大额医疗费用补助基金",
    "310200": "个人账户",
    "510100": "生育基金",
}


def setl(person: Person, found: Json, **literal: str) -> Json:
    """Return block SETL: `literal` fields as given, ids from `found`, the person from her card.

    Every person of the tests was born in January 1980; the clock stands on 2 March 2026.
    """
    return {
        "mdtrt_id": found["mdtrt_id"],
        "setl_id": found["setl_id"],
        "psn_no": person.psn_no,
        "psn_name": person.name,
        "psn_cert_type": "01",
        "certno": person.id_number,
        "gend": "1" if int(person.id_number[16]) % 2 else "2",
        "naty": "",
        "brdy": f"1980-01-{person.id_number[12:14]}",
        "age": "46",
        "insutype": person.insutype,
        "cvlserv_flag": "0",
        "setl_time": "2026-03-02 10:00:00",
        "mdtrt_cert_type": "02",
        "medins_setl_id": found["medins_setl_id"],
        "clr_optins": person.pool,
        "clr_way": "1",
        "exp_content": "",
        **dict.fromkeys(NOTHING, "0.00"),
        **literal,
    }


def detail(fund: str, scope: str, limit: str, paid: str) -> Json:
    """Return one row of block DETAIL."""
    return {
        "fund_pay_type": fund,
        "inscp_scp_amt": scope,
        "crt_payb_lmt_amt": limit,
        "fund_payamt": paid,
        "fund_pay_type_name": FUNDS[fund],
        "setl_proc_info": "",
    }


def result(sent: Json, **literal: str) -> Json:
    """Return a result row of 2204 for a line that was sent."""
    return {
        "feedetl_sn": sent["feedetl_sn"],
        "det_item_fee_sumamt": sent["det_item_fee_sumamt"],
        "cnt": sent["cnt"],
        "pric": sent["pric"],
        "pric_uplmt_amt": "0.000000",
        "selfpay_prop": "0.0000",
        "fulamt_ownpay_amt": "0.00",
        "overlmt_amt": "0.00",
        "preselfpay_amt": "0.00",
        "inscp_scp_amt": "0.00",
        "bas_medn_flag": "",
        "hi_nego_drug_flag": "",
        "chld_medc_flag": "",
        "list_sp_item_flag": "",
        "lmt_used_flag": "0",
        "drt_reim_flag": "0",
        "memo": "",
        "exp_content": "",
        **literal,
    }
