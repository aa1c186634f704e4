"""Outpatient transactions: 2201 to 2208, from registration to settlement and back."""

from __future__ import annotations

from typing import Any

from rongcheng.services.health.care.visits import (
    Registration,
    add_charges,
    cancel_visit,
    drop_charges,
    record_diagnoses,
    register_visit,
)
from rongcheng.services.health.hsa.answers import detail_nodes, line_nodes, reversal_node
from rongcheng.services.health.hsa.extras import injury_of, read_flags
from rongcheng.services.health.hsa.faults import FieldInvalid
from rongcheng.services.health.interface.charges import charge_of
from rongcheng.services.health.interface.kinds import check_flags, outpatient_kind
from rongcheng.services.health.interface.message import Done, Message, governed_by, named
from rongcheng.services.health.interface.persons import holder_of, member_of, member_shown
from rongcheng.services.health.interface.settlements import (
    check_alike,
    not_alike,
    request_of,
    settled_nodes,
    stated_of,
)
from rongcheng.services.health.models import CoreCall
from rongcheng.services.health.persons import Member
from rongcheng.services.health.settling.batches import prepare_batch, settle_batch, try_batch
from rongcheng.services.health.settling.reversing import prepare_reversal, reverse_settlement
from rongcheng.services.health.types import Settled


def register(message: Message, checked: dict[str, Any]) -> Done:
    """2201: open a visit for the person shown."""
    row = checked["data"]
    member = member_shown(message, row)
    visit = register_visit(
        message.caller.place,
        member.person.id,
        Registration(
            row["psn_no"],
            row["ipt_otp_no"],
            row["dept_name"],
            row["begntime"],
        ),
    )
    output = {
        "mdtrt_id": visit.mdtrt_id,
        "psn_no": row["psn_no"],
        "ipt_otp_no": row["ipt_otp_no"],
        "exp_content": "",
    }
    return Done({"data": output}, member.person.id, ("identity", "insurance"))


def cancel(message: Message, checked: dict[str, Any]) -> Done:
    """2202: take a registration back."""
    row = checked["data"]
    member = member_of(message, row["psn_no"])
    cancel_visit(message.caller.place, row["mdtrt_id"], row["psn_no"])
    return Done({}, member.person.id, ("visit",))


def record(message: Message, checked: dict[str, Any]) -> Done:
    """2203: keep category, disease and diagnoses of the visit; invalid ones are left out."""
    row = checked["mdtrtinfo"]
    kind = outpatient_kind(row["med_type"], "input.mdtrtinfo.med_type")
    flags = read_flags(row["exp_content"], "input.mdtrtinfo.exp_content")
    check_flags(kind, flags, "input.mdtrtinfo.exp_content")
    member = member_of(message, row["psn_no"])
    diagnoses = [
        {name: str(value) for name, value in found.items() if value is not None}
        for found in checked["diseinfo"]
        if found["vali_flag"] == "1"
    ]
    record_diagnoses(
        message.caller.place,
        row["mdtrt_id"],
        row["psn_no"],
        med_type=kind,
        disease_code=row["dise_codg"],
        injury=injury_of(flags) or 0,
        diagnoses=diagnoses,
    )
    return Done({}, member.person.id, ("diagnosis",))


def charge(message: Message, checked: dict[str, Any]) -> Done:
    """2204: take up lines and answer each with its split by the catalogue."""
    rows = checked["feedetail"]
    first = rows[0]
    _check_alike(rows)
    member = member_of(message, first["psn_no"])
    charges = tuple(charge_of(row, number) for number, row in enumerate(rows, 1))
    with governed_by("input.feedetail.fee_ocur_time"):
        outcomes = add_charges(message.caller.place, first["mdtrt_id"], first["psn_no"], charges)
    return Done({"result": line_nodes(outcomes)}, member.person.id, ("charges",))


def _check_alike(rows: list[dict[str, Any]]) -> None:
    """Refuse lines of two visits or persons in one message, or of two diseases in one batch."""
    check_alike(rows, "feedetail", "mdtrt_id", "psn_no")
    diseases: dict[str, Any] = {}
    for number, row in enumerate(rows, 1):
        if row["dise_codg"] != diseases.setdefault(row["chrg_bchno"], row["dise_codg"]):
            raise not_alike(f"input.feedetail[{number}].dise_codg")


def drop(message: Message, checked: dict[str, Any]) -> Done:
    """2205: take unsettled lines back; batch "0000" takes all of them."""
    row = checked["data"]
    member = member_of(message, row["psn_no"])
    drop_charges(message.caller.place, row["mdtrt_id"], row["psn_no"], row["chrg_bchno"])
    return Done({}, member.person.id, ("charges",))


def try_settle(message: Message, checked: dict[str, Any]) -> Done:
    """2206: what the settlement of a batch would come to; nothing is kept."""
    row = checked["data"]
    member = member_shown(message, row)
    with governed_by("fee_ocur_time"):
        settled = try_batch(message.caller.place, row["mdtrt_id"], request_of(message, row))
    return Done(_settled(message, member, row, settled), member.person.id, ("insurance", "totals"))


def prepare_settle(message: Message, checked: dict[str, Any]) -> CoreCall | None:
    """2207, before its transaction: have the core of the person's pool decide, if it has one."""
    row = checked["data"]
    member_shown(message, row)
    with governed_by("fee_ocur_time"):
        return prepare_batch(
            message.caller.place,
            row["mdtrt_id"],
            request_of(message, row),
            stated=stated_of(row),
        )


def settle(message: Message, checked: dict[str, Any]) -> Done:
    """2207: settle a batch; the stated amounts must be those that the lines came to."""
    row = checked["data"]
    member = member_shown(message, row)
    with governed_by("fee_ocur_time"):
        settled = settle_batch(
            message.caller.place,
            row["mdtrt_id"],
            request_of(message, row),
            message.caller.actor,
            stated=stated_of(row),
            trace_id=message.trace_id,
        )
    output = _settled(message, member, row, settled)
    return Done(output, member.person.id, ("insurance", "settlement"), recorded=True)


def _settled(
    message: Message, member: Member, row: dict[str, Any], settled: Settled
) -> dict[str, Any]:
    """Return the answer of trial and settlement; their category must be the visit's own."""
    if settled.med_type != row["med_type"]:
        raise FieldInvalid(
            **named("input.data.med_type"),
            expected=f"2203 上传的 {settled.med_type}",
            expected_en=f"{settled.med_type}, as recorded by 2203",
        )
    return settled_nodes(message, member, row, settled)


def prepare_reverse(message: Message, checked: dict[str, Any]) -> CoreCall | None:
    """2208, before its transaction: have the core that decided take the settlement back."""
    row = checked["data"]
    return prepare_reversal(
        message.caller.place, row["setl_id"], row["mdtrt_id"], request_of(message, row)
    )


def reverse(message: Message, checked: dict[str, Any]) -> Done:
    """2208: take a settlement back by a counter-settlement."""
    row = checked["data"]
    member = member_of(message, row["psn_no"])
    settled = reverse_settlement(
        message.caller.place,
        row["setl_id"],
        row["mdtrt_id"],
        request_of(message, row),
        message.caller.actor,
        trace_id=message.trace_id,
    )
    holder = holder_of(member, row, message.received)
    output = {
        "setlinfo": reversal_node(settled, holder, region=member.insurance.pool),
        "setldetail": detail_nodes(settled),
    }
    return Done(output, member.person.id, ("insurance", "settlement"), recorded=True)
