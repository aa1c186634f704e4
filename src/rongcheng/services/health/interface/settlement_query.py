"""5203: what a settlement came to (结算信息查询), for the institution that made it."""

from __future__ import annotations

from typing import Any

from rongcheng.foundation.institutions.public import get_institution
from rongcheng.foundation.people.public import reveal_id_number
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.services.health.errors import SettlementUnknown
from rongcheng.services.health.hsa.answers import detail_nodes
from rongcheng.services.health.hsa.settlement_answers import SettledAt, query_node
from rongcheng.services.health.interface.message import Done, Message
from rongcheng.services.health.interface.persons import holder_of, member_of
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.queries import settled_of_row, visible_settlements


def query_settlement(message: Message, checked: dict[str, Any]) -> Done:
    """5203: answer one settlement or refund of the asking institution."""
    row = checked["data"]
    member = member_of(message, row["psn_no"])
    found = (
        visible_settlements(message.caller.actor)
        .select_related("visit", "decision", "reverses", "reversed_by")
        .filter(setl_id=row["setl_id"], visit__mdtrt_id=row["mdtrt_id"], psn_no=row["psn_no"])
        .first()
    )
    if found is None:
        raise SettlementUnknown(setl_id=row["setl_id"])
    settled = settled_of_row(found)
    shown = {"mdtrt_cert_type": found.voucher_type, "certno": reveal_id_number(found.person_id)}
    holder = holder_of(member, shown, settled.settled_at.astimezone(SHANGHAI))
    node = query_node(settled, holder, _settled_at(message, found, member.insurance.employer))
    details = detail_nodes(settled)
    if hasattr(found, "reversed_by"):
        details[0]["setl_proc_info"] = f"这笔结算已撤销，退费结算ID {found.reversed_by.setl_id}"
    output = {"setlinfo": node, "setldetail": details}
    return Done(output, member.person.id, ("identity", "insurance", "settlement"))


def _settled_at(message: Message, found: Settlement, employer: str) -> SettledAt:
    place = message.caller.place
    # A stay ends with its discharge; before that, and for a visit, with the settlement.
    ended_at = found.visit.ended_at or found.settled_at
    return SettledAt(
        code=place.code,
        name=place.name,
        level=get_institution(place.code).hosp_lv,
        care_pool=found.care_pool,
        insured_pool=found.insured_pool,
        employer=employer,
        begun_on=found.visit.begun_at.astimezone(SHANGHAI).date(),
        ended_on=ended_at.astimezone(SHANGHAI).date(),
        year=found.year,
        disease_code=found.visit.disease_code,
        refund=found.reverses_id is not None,
    )
