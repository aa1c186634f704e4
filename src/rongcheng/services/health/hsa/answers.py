"""Writes answers of the interface (接口应答) from this room's own types.

Amounts are written as text with two decimals, an empty number as "0", any other empty value as
"" (specification, formats). `pdn_cash_pay` in 2208 and the other irregularities of the text are
kept on the wire (ADR 0011).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from rongcheng.kernel.dates import format_datetime
from rongcheng.kernel.money import format_scaled, format_yuan
from rongcheng.services.health.assessing.bills import LineOutcome
from rongcheng.services.health.hsa.fields import dictionaries
from rongcheng.services.health.types import Settled, clr_type_of, funds_of

PERSONAL_ACCOUNT = "310200"
_NO_CAP = 0


class Holder(NamedTuple):
    """The person of an answer; `number` is the document number as the caller gave it."""

    psn_no: str
    name: str
    document_type: str
    number: str
    gender: int
    born_on: date
    age: int
    insutype: str
    psn_type: str
    civil_servant: bool
    voucher_type: str


def holder_node(holder: Holder) -> dict[str, Any]:
    """Return the person fields that the settlement answers share."""
    return {
        "psn_no": holder.psn_no,
        "psn_name": holder.name,
        "psn_cert_type": holder.document_type,
        "certno": holder.number,
        "gend": str(holder.gender),
        "naty": "",
        "brdy": holder.born_on.isoformat(),
        "age": str(holder.age),
        "insutype": holder.insutype,
        "psn_type": holder.psn_type,
        "cvlserv_flag": "1" if holder.civil_servant else "0",
        "mdtrt_cert_type": holder.voucher_type,
    }


def settlement_node(settled: Settled, holder: Holder, *, region: str) -> dict[str, Any]:
    """Return block SETL of 2207 and 2304; of 2206 and 2303 without `setl_id`."""
    amounts = settled.amounts
    node = {
        "mdtrt_id": settled.mdtrt_id,
        "setl_id": settled.setl_id,
        **holder_node(holder),
        "setl_time": format_datetime(settled.settled_at),
        "med_type": settled.med_type,
        **_money_node(settled),
        "psn_part_amt": format_yuan(amounts.person_fen),
        "psn_cash_pay": format_yuan(amounts.cash_fen),
        "medins_setl_id": settled.request_id,
        "clr_optins": region,
        "clr_way": "1",
        "clr_type": clr_type_of(settled.med_type),
        "exp_content": "",
    }
    if not settled.setl_id:
        del node["setl_id"]
    return node


def reversal_node(settled: Settled, holder: Holder, *, region: str) -> dict[str, Any]:
    """Return the answer of 2208: the original's amounts with the other sign."""
    return {
        "mdtrt_id": settled.mdtrt_id,
        "setl_id": settled.setl_id,
        "clr_optins": region,
        "setl_time": format_datetime(settled.settled_at),
        **_money_node(settled),
        "medins_setl_id": settled.request_id,
        # The specification prints pdn_cash_pay here; readers expect just that.
        "pdn_cash_pay": format_yuan(settled.amounts.cash_fen),
        **holder_node(holder),
        "med_type": settled.med_type,
        "exp_content": "",
        "clr_type": clr_type_of(settled.med_type),
        "clr_way": "1",
    }


def stay_reversal_node(
    settled: Settled, *, region: str, begun_on: date, ended_on: date | None
) -> dict[str, Any]:
    """Return the answer of 2305, which shows the stay instead of the person (ADR 0019)."""
    amounts = settled.amounts
    return {
        "mdtrt_id": settled.mdtrt_id,
        "setl_id": settled.setl_id,
        "clr_optins": region,
        "setl_time": format_datetime(settled.settled_at),
        **_money_node(settled),
        "psn_part_amt": format_yuan(amounts.person_fen),
        "psn_cash_pay": format_yuan(amounts.cash_fen),
        "medins_setl_id": settled.request_id,
        "psn_insu_rlts_id": "",
        "insu_admdvs": region,
        "begndate": begun_on.isoformat(),
        "enddate": "" if ended_on is None else ended_on.isoformat(),
        "mdtrt_cert_no": "",
        "setl_type": "",
        "crt_dedc": format_yuan(amounts.deductible_fen),
        "invono": "",
        "exp_content": "",
    }


def _money_node(settled: Settled) -> dict[str, str]:
    amounts = settled.amounts
    nothing = format_yuan(0)
    return {
        "medfee_sumamt": format_yuan(amounts.total_fen),
        "fulamt_ownpay_amt": format_yuan(amounts.self_paid_fen),
        "overlmt_selfpay": format_yuan(amounts.over_limit_fen),
        "preselfpay_amt": format_yuan(amounts.prepaid_fen),
        "inscp_scp_amt": format_yuan(amounts.in_scope_fen),
        "act_pay_dedc": format_yuan(amounts.deductible_fen),
        "hifp_pay": format_yuan(amounts.pool_fen),
        "pool_prop_selfpay": format_scaled(settled.ratio_ppm // 100, 4),
        "cvlserv_pay": format_yuan(amounts.civil_servant_fen),
        "hifes_pay": nothing,
        "hifmi_pay": format_yuan(amounts.catastrophic_fen),
        "hifob_pay": format_yuan(amounts.large_fen),
        "maf_pay": format_yuan(amounts.assistance_fen),
        "oth_pay": nothing,
        "fund_pay_sumamt": format_yuan(amounts.fund_fen),
        "acct_pay": format_yuan(amounts.account_fen),
        "balc": format_yuan(settled.balance_fen),
        "acct_mulaid_pay": format_yuan(amounts.aid_fen),
        "hosp_part_amt": format_yuan(amounts.hospital_fen),
        "hifdm_pay": nothing,
    }


def detail_nodes(settled: Settled) -> list[dict[str, str]]:
    """Return block DETAIL: a row for each fund, and one for the account where it paid.

    The first row is the pool's, also where it pays nothing. Identity F: the rows without the
    account's type add up to `fund_pay_sumamt`.
    """
    amounts = settled.amounts
    rows = [
        _detail(
            settled.fund_type,
            amounts.in_scope_fen,
            settled.limit_left_fen,
            amounts.pool_fen,
        )
    ]
    above = funds_of(settled.fund_type, amounts._replace(pool_fen=0))
    rows += [_detail(fund, amounts.in_scope_fen, 0, paid) for fund, paid in above]
    if amounts.account_fen:
        rows.append(_detail(PERSONAL_ACCOUNT, 0, 0, amounts.account_fen))
    return rows


def _detail(fund_type: str, in_scope: int, limit_left: int, paid: int) -> dict[str, str]:
    return {
        "fund_pay_type": fund_type,
        "inscp_scp_amt": format_yuan(in_scope),
        "crt_payb_lmt_amt": format_yuan(limit_left),
        "fund_payamt": format_yuan(paid),
        "fund_pay_type_name": dictionaries()["fund_pay_type"][fund_type],
        "setl_proc_info": "",
    }


def line_nodes(lines: Iterable[LineOutcome]) -> list[dict[str, str]]:
    """Return the result rows of 2204: each line with its split by the catalogue."""
    return [_line_node(line) for line in lines]


def _line_node(line: LineOutcome) -> dict[str, str]:
    terms = line.policy.terms
    return {
        "feedetl_sn": line.facts.serial,
        "det_item_fee_sumamt": format_yuan(line.facts.amount_fen),
        "cnt": format_scaled(line.facts.quantity_e4, 4),
        "pric": format_scaled(line.facts.price_micro, 6),
        "pric_uplmt_amt": format_scaled(max(terms.cap_micro, _NO_CAP), 6),
        "selfpay_prop": format_scaled(terms.prepay_ppm // 100, 4),
        "fulamt_ownpay_amt": format_yuan(line.split.self_paid_fen),
        "overlmt_amt": format_yuan(line.split.over_limit_fen),
        "preselfpay_amt": format_yuan(line.split.prepaid_fen),
        "inscp_scp_amt": format_yuan(line.split.in_scope_fen),
        "chrgitm_lv": f"{terms.charge_class:02d}",
        "med_chrgitm_type": line.policy.charge_type,
        "bas_medn_flag": "",
        "hi_nego_drug_flag": "",
        "chld_medc_flag": "",
        "list_sp_item_flag": "",
        "lmt_used_flag": str(terms.restricted),
        "drt_reim_flag": "0",
        "memo": "",
        "exp_content": "",
    }
