"""Settlement of a stay on the wire: 2303 trial, 2304 settlement, 2305 back."""

from __future__ import annotations

from typing import Any

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.services.health.hsa.answers import detail_nodes, stay_reversal_node
from rongcheng.services.health.interface.message import Done, Message, check_regions, governed_by
from rongcheng.services.health.interface.persons import member_of, member_shown
from rongcheng.services.health.interface.settlements import (
    request_of,
    settled_nodes,
    stated_of,
)
from rongcheng.services.health.models import CoreCall
from rongcheng.services.health.settling.stays import (
    period_of,
    prepare_reversal,
    prepare_stay,
    reverse_stay,
    settle_stay,
    try_stay,
)

INTERIM = "1"


def try_settle(message: Message, checked: dict[str, Any]) -> Done:
    """2303: what settling the stay would come to; nothing is kept."""
    row = checked["data"]
    member = member_shown(message, row)
    check_regions(message, row, "data")
    with governed_by("fee_ocur_time"):
        settled = try_stay(
            message.caller.place,
            row["mdtrt_id"],
            request_of(message, row),
            interim=row["mid_setl_flag"] == INTERIM,
        )
    output = settled_nodes(message, member, row, settled)
    return Done(output, member.person.id, ("insurance", "totals"))


def prepare_settle(message: Message, checked: dict[str, Any]) -> CoreCall | None:
    """2304, before its transaction: have the core of the person's pool decide, if it has one."""
    row = checked["data"]
    member_shown(message, row)
    with governed_by("fee_ocur_time"):
        return prepare_stay(
            message.caller.place,
            row["mdtrt_id"],
            request_of(message, row),
            stated=stated_of(row),
            interim=row["mid_setl_flag"] == INTERIM,
        )


def settle(message: Message, checked: dict[str, Any]) -> Done:
    """2304: settle the stay, or what it has come to so far; stated amounts must be ours."""
    row = checked["data"]
    member = member_shown(message, row)
    check_regions(message, row, "data")
    with governed_by("fee_ocur_time"):
        settled = settle_stay(
            message.caller.place,
            row["mdtrt_id"],
            request_of(message, row),
            message.caller.actor,
            stated=stated_of(row),
            interim=row["mid_setl_flag"] == INTERIM,
            trace_id=message.trace_id,
        )
    output = settled_nodes(message, member, row, settled)
    return Done(output, member.person.id, ("insurance", "settlement"), recorded=True)


def prepare_reverse(message: Message, checked: dict[str, Any]) -> CoreCall | None:
    """2305, before its transaction: have the core that decided take the settlement back."""
    row = checked["data"]
    return prepare_reversal(
        message.caller.place, row["setl_id"], row["mdtrt_id"], request_of(message, row)
    )


def reverse(message: Message, checked: dict[str, Any]) -> Done:
    """2305: take the last settlement of a stay back by a counter-settlement."""
    row = checked["data"]
    member = member_of(message, row["psn_no"])
    settled = reverse_stay(
        message.caller.place,
        row["setl_id"],
        row["mdtrt_id"],
        request_of(message, row),
        message.caller.actor,
        trace_id=message.trace_id,
    )
    begun_at, ended_at = period_of(message.caller.place, row["mdtrt_id"])
    node = stay_reversal_node(
        settled,
        region=member.insurance.pool,
        begun_on=begun_at.astimezone(SHANGHAI).date(),
        ended_on=None if ended_at is None else ended_at.astimezone(SHANGHAI).date(),
    )
    output = {"setlinfo": node, "setldetail": detail_nodes(settled)}
    return Done(output, member.person.id, ("insurance", "settlement"), recorded=True)
