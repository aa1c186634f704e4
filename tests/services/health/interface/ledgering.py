"""What a settlement posted and how its Why? reads (分录与为什么), for the worked examples."""

from __future__ import annotations

from collections.abc import Sequence

from rongcheng.foundation.ledger.public import list_entries, verify_ledger
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.public import explain_decision, verify_decisions

AMOUNTS = (
    "medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt",
    "act_pay_dedc", "hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay",
    "oth_pay", "fund_pay_sumamt", "psn_part_amt", "acct_pay", "psn_cash_pay", "hosp_part_amt",
    "acct_mulaid_pay", "hifdm_pay",
)  # fmt: skip
"""Every amount that 2304 and 2305 both answer."""


def posted(setl_id: str) -> dict[str, int]:
    """Return what a settlement's entry moved, by account, in fen."""
    (entry,) = list_entries(setl_id)
    return {line.code: line.amount_fen for line in entry.lines}


def check_why(setl_id: str, amounts_fen: Sequence[int], layers: set[str]) -> None:
    """Check that the Why? shows these amounts in this order, and which layers it cites (in zh)."""
    decision_id = Settlement.objects.get(setl_id=setl_id).decision_id
    for lang in ("zh", "en"):
        why = explain_decision(decision_id, lang)
        shown = [step.amount_fen for step in why.steps if step.amount_fen is not None]
        assert shown == list(amounts_fen), lang
        cited = [authority for step in why.steps for authority in step.authorities]
        assert all(a.title and a.value and a.layer and a.document for a in cited)
        if lang == "zh":
            assert {authority.layer for authority in cited} == layers


def check_negative(settled: dict[str, str], back: dict[str, str]) -> None:
    """Check that 2305 answered every amount of 2304 with the other sign."""
    for name in AMOUNTS:
        value = settled[name]
        assert back[name] == (value if value == "0.00" else f"-{value}"), name
    assert back["crt_dedc"] == back["act_pay_dedc"]
    assert back["pool_prop_selfpay"] == settled["pool_prop_selfpay"]


def check_books() -> None:
    """Check that the ledger and every stored decision stand."""
    assert list(verify_ledger()) == []
    assert list(verify_decisions()) == []
