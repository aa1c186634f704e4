"""What the settlements of visits and stays share on the wire (结算报文的共同部分)."""

from __future__ import annotations

from typing import Any

from rongcheng.services.health.hsa.answers import detail_nodes, settlement_node
from rongcheng.services.health.hsa.faults import FieldInvalid
from rongcheng.services.health.interface.message import Message, named
from rongcheng.services.health.interface.persons import holder_of
from rongcheng.services.health.persons import Member
from rongcheng.services.health.types import Settled, SettlementRequest

STATED = (
    "medfee_sumamt",
    "fulamt_ownpay_amt",
    "overlmt_selfpay",
    "preselfpay_amt",
    "inscp_scp_amt",
)
"""Amounts that a hospital states with a settlement; each must be what the lines came to."""


def request_of(message: Message, row: dict[str, Any]) -> SettlementRequest:
    """Return the request to settle that a message is; its message id makes it one of a kind."""
    return SettlementRequest(
        psn_no=row["psn_no"],
        kind=0,
        disease_code="",
        charges=(),
        account_use=int(row.get("acct_used_flag") or 0),
        request_id=message.envelope.msgid,
        request_hash=message.body_hash,
        stated_total_fen=row.get("medfee_sumamt"),
        voucher_type=row.get("mdtrt_cert_type") or "",
        batch=row.get("chrg_bchno") or "",
    )


def stated_of(row: dict[str, Any]) -> dict[str, int]:
    """Return the amounts that the message states, in fen; what it leaves out is not asked."""
    return {name: row[name] for name in STATED if row[name] is not None}


def settled_nodes(
    message: Message, member: Member, row: dict[str, Any], settled: Settled
) -> dict[str, Any]:
    """Return the answer of a trial or settlement: blocks SETL and DETAIL."""
    holder = holder_of(member, row, message.received)
    return {
        "setlinfo": settlement_node(settled, holder, region=member.insurance.pool),
        "setldetail": detail_nodes(settled),
    }


def check_alike(rows: list[dict[str, Any]], node: str, *fields: str) -> None:
    """Refuse rows of one message that differ in what they must share: the first row sets it."""
    for number, row in enumerate(rows, 1):
        for name in fields:
            if row[name] != rows[0][name]:
                raise not_alike(f"input.{node}[{number}].{name}")


def not_alike(path: str) -> FieldInvalid:
    """Return the fault of a row that differs from those it is sent with."""
    return FieldInvalid(
        **named(path),
        expected="同一报文（病种按同一批次）里相同的值",
        expected_en="the same value on every line (a disease: of its batch)",
    )
