"""Writes the answer of 5203 (结算信息查询应答): block SETL with the names that this one prints.

`psn_pay` and `cash_payamt` stand for `psn_part_amt` and `psn_cash_pay`; `hosp_part_amt` and
`hifdm_pay` are not printed. Kept so on the wire (ADR 0021).
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from rongcheng.kernel.money import format_yuan
from rongcheng.services.health.hsa.answers import Holder, settlement_node
from rongcheng.services.health.types import Settled

PAID_AT_INSTITUTION, PAID_OFF_SITE_IN_PROVINCE = "2", "3"
_PRINTED = (
    "setl_id mdtrt_id psn_no psn_name psn_cert_type certno gend naty brdy age insutype psn_type "
    "cvlserv_flag flxempe_flag nwb_flag insu_optins emp_name pay_loc fixmedins_code "
    "fixmedins_name hosp_lv fixmedins_poolarea lmtpric_hosp_lv dedc_hosp_lv begndate enddate "
    "setl_time mdtrt_cert_type med_type clr_type clr_way clr_optins medfee_sumamt "
    "fulamt_ownpay_amt overlmt_selfpay preselfpay_amt inscp_scp_amt act_pay_dedc hifp_pay "
    "pool_prop_selfpay cvlserv_pay hifes_pay hifmi_pay hifob_pay maf_pay oth_pay fund_pay_sumamt "
    "psn_pay acct_pay cash_payamt balc acct_mulaid_pay medins_setl_id refd_setl_flag year "
    "dise_codg dise_name invono opter_id opter_name opt_time pref_fund_pay"
)
PRINTED = tuple(_PRINTED.split())
"""The fields of 5203 in the order of the specification."""


class SettledAt(NamedTuple):
    """Where and how a settlement was made: what 5203 tells beyond the amounts."""

    code: str
    name: str
    level: str
    care_pool: str
    insured_pool: str
    employer: str
    begun_on: date
    ended_on: date
    year: int
    disease_code: str
    refund: bool


def query_node(settled: Settled, holder: Holder, at: SettledAt) -> dict[str, Any]:
    """Return `setlinfo` of 5203: every printed field, those that nobody keeps here as ""."""
    block = settlement_node(settled, holder, region=at.insured_pool)
    own = {
        "insu_optins": at.insured_pool,
        "emp_name": at.employer,
        "pay_loc": (
            PAID_AT_INSTITUTION if at.care_pool == at.insured_pool else PAID_OFF_SITE_IN_PROVINCE
        ),
        "fixmedins_code": at.code,
        "fixmedins_name": at.name,
        "hosp_lv": at.level,
        "fixmedins_poolarea": at.care_pool,
        "begndate": at.begun_on.isoformat(),
        "enddate": at.ended_on.isoformat(),
        "psn_pay": block["psn_part_amt"],
        "cash_payamt": block["psn_cash_pay"],
        "refd_setl_flag": "1" if at.refund else "0",
        "year": str(at.year),
        "dise_codg": at.disease_code,
        "opt_time": block["setl_time"],
        "pref_fund_pay": format_yuan(0),
    }
    return {name: own.get(name, block.get(name, "")) for name in PRINTED}
