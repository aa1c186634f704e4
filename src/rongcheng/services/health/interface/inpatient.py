"""Inpatient transactions: 2401 to 2405 from admission to discharge, 2301 and 2302 the lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.assessing.facts import MOST_PREGNANCIES
from rongcheng.services.health.care.stay_charges import (
    StayCharge,
    add_stay_charges,
    drop_stay_charges,
)
from rongcheng.services.health.care.stays import (
    Admission,
    Told,
    admit_patient,
    cancel_admission,
    change_stay,
    discharge_patient,
    undo_discharge,
)
from rongcheng.services.health.hsa.answers import line_nodes
from rongcheng.services.health.hsa.extras import injury_of, read_flags
from rongcheng.services.health.hsa.faults import FieldInvalid, FieldMissing
from rongcheng.services.health.interface import stay_settlements
from rongcheng.services.health.interface.charges import charge_of
from rongcheng.services.health.interface.kinds import (
    Flags,
    check_flags,
    check_operation,
    stay_kind,
)
from rongcheng.services.health.interface.message import (
    Done,
    Message,
    check_regions,
    governed_by,
    named,
)
from rongcheng.services.health.interface.persons import member_of, member_shown
from rongcheng.services.health.interface.settlements import check_alike, not_alike

BIRTH_WAYS = {"1": "natural", "2": "caesarean"}
NO_SERIAL = frozenset({None, "0"})
"""What stands where no line is named: an empty number is sent as 0."""


def admit(message: Message, checked: dict[str, Any]) -> Done:
    """2401: open a stay for the person shown; say which emergency visits joined it."""
    row = checked["mdtrtinfo"]
    path = "input.mdtrtinfo"
    member = member_shown(message, row, "mdtrtinfo")
    check_regions(message, row, "mdtrtinfo")
    kind = stay_kind(row["med_type"], f"{path}.med_type")
    flags = read_flags(row["exp_content"], f"{path}.exp_content")
    check_flags(kind, flags, f"{path}.exp_content")
    check_operation(kind, row["oprn_oprt_code"], f"{path}.oprn_oprt_code")
    _check_not_ahead(row["begntime"], f"{path}.begntime")
    _check_persons(checked["diseinfo"], row["psn_no"], "")
    with governed_by(f"{path}.begntime"):
        admitted = admit_patient(
            message.caller.place,
            row["psn_no"],
            member.person.id,
            _admission(row, kind, row["ipt_no"]),
            told=_told(row, flags, path),
            diagnoses=_diagnoses(checked["diseinfo"]),
        )
    output = {"mdtrt_id": admitted.mdtrt_id, "exp_content": _merged(admitted.merged)}
    return Done({"result": output}, member.person.id, ("identity", "insurance", "diagnosis"))


def _merged(visits: tuple[str, ...]) -> str:
    """Name the emergency visits whose lines are in the stay now, for they are in its bill."""
    if not visits:
        return ""
    return json.dumps({"MERGED_MDTRT_ID": ",".join(visits)}, separators=(",", ":"))


def _admission(row: dict[str, Any], kind: str, number: str) -> Admission:
    return Admission(
        med_type=kind,
        inpatient_number=number,
        department=row["adm_dept_name"],
        disease_code=row["dise_codg"] or "",
        begun_at=row["begntime"],
    )


def _told(row: dict[str, Any], flags: Flags, path: str) -> Told:
    """Return what a message tells of birth, operation, injury and ways in and out."""
    birth = flags["BIRTH_WAY"]
    if row["fetts"] is not None and not 0 <= row["fetts"] <= MOST_PREGNANCIES:
        raise FieldInvalid(
            **named(f"{path}.fetts"),
            expected=f"正整数，最大 {MOST_PREGNANCIES}",
            expected_en=f"a count, at most {MOST_PREGNANCIES}",
        )
    return Told(
        admission_type=flags["IPT_TYPE"],
        maternity_type=row["matn_type"],
        pregnancy=row["fetts"],
        birth_on=row["birctrl_matn_date"],
        birth_way=None if birth is None else BIRTH_WAYS[birth],
        operation_code=row["oprn_oprt_code"],
        discharge_way=row.get("dscg_way"),
        injury=injury_of(flags),
    )


def _diagnoses(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return diagnoses as they are sealed: texts, without whose they are."""
    kept = [name for name in rows[0] if name not in {"psn_no", "mdtrt_id"}]
    return [{name: str(row[name]) for name in kept if row[name] is not None} for row in rows]


def _check_not_ahead(at: datetime, path: str) -> None:
    if at > get_clock().now():
        raise FieldInvalid(**named(path), expected="不晚于现在的时间", expected_en="a time gone by")


def _check_persons(rows: list[dict[str, Any]], psn_no: str, mdtrt_id: str) -> None:
    """Refuse diagnoses of another person or stay than the message's own."""
    for number, row in enumerate(rows, 1):
        for name, own in (("psn_no", psn_no), ("mdtrt_id", mdtrt_id)):
            if row.get(name, own) != own:
                raise not_alike(f"input.diseinfo[{number}].{name}")


def change(message: Message, checked: dict[str, Any]) -> Done:
    """2403: correct what was told of a stay; a diagnosis by its sort number."""
    row = checked["adminfo"]
    path = "input.adminfo"
    member = member_of(message, row["psn_no"])
    kind = stay_kind(row["med_type"], f"{path}.med_type")
    flags = read_flags(row["exp_content"], f"{path}.exp_content")
    check_flags(kind, flags, f"{path}.exp_content")
    check_operation(kind, row["oprn_oprt_code"], f"{path}.oprn_oprt_code")
    for field in ("begntime", "endtime"):
        if row[field] is not None:
            _check_not_ahead(row[field], f"{path}.{field}")
    _check_persons(checked["diseinfo"], row["psn_no"], row["mdtrt_id"])
    with governed_by(f"{path}.begntime"):
        change_stay(
            message.caller.place,
            row["mdtrt_id"],
            row["psn_no"],
            _admission(row, kind, row["ipt_otp_no"]),
            ended_at=row["endtime"],
            told=_told(row, flags, path),
            diagnoses=_diagnoses(checked["diseinfo"]),
        )
    return Done({}, member.person.id, ("visit", "diagnosis"))


def discharge(message: Message, checked: dict[str, Any]) -> Done:
    """2402: end a stay; its lines may still come until it is settled."""
    row = checked["dscginfo"]
    path = "input.dscginfo"
    member = member_of(message, row["psn_no"], row["insutype"])
    flags = read_flags(row["exp_content"], f"{path}.exp_content")
    _check_not_ahead(row["endtime"], f"{path}.endtime")
    _check_persons(checked["diseinfo"], row["psn_no"], row["mdtrt_id"])
    discharge_patient(
        message.caller.place,
        row["mdtrt_id"],
        row["psn_no"],
        row["endtime"],
        told=_told(row, flags, path),
        diagnoses=_diagnoses(checked["diseinfo"]),
    )
    return Done({}, member.person.id, ("visit", "diagnosis"))


def cancel(message: Message, checked: dict[str, Any]) -> Done:
    """2404: take an admission back; merged lines return to their emergency visit."""
    row = checked["data"]
    member = member_of(message, row["psn_no"])
    cancel_admission(message.caller.place, row["mdtrt_id"], row["psn_no"])
    return Done({}, member.person.id, ("visit",))


def undo(message: Message, checked: dict[str, Any]) -> Done:
    """2405: take a discharge back; refused while the final settlement stands."""
    row = checked["data"]
    member = member_of(message, row["psn_no"])
    undo_discharge(message.caller.place, row["mdtrt_id"], row["psn_no"])
    return Done({}, member.person.id, ("visit",))


def charge(message: Message, checked: dict[str, Any]) -> Done:
    """2301: take up lines and returns of a stay, each answered with its split."""
    rows = checked["feedetail"]
    first = rows[0]
    check_alike(rows, "feedetail", "mdtrt_id", "psn_no", "med_type")
    kind = stay_kind(first["med_type"], "input.feedetail[1].med_type")
    member = member_of(message, first["psn_no"])
    sent = tuple(_stay_charge(row, number) for number, row in enumerate(rows, 1))
    with governed_by("input.feedetail.fee_ocur_time"):
        outcomes = add_stay_charges(
            message.caller.place, first["mdtrt_id"], first["psn_no"], sent, med_type=kind
        )
    return Done({"result": line_nodes(outcomes)}, member.person.id, ("charges",))


def _stay_charge(row: dict[str, Any], number: int) -> StayCharge:
    path = f"input.feedetail[{number}].init_feedetl_sn"
    original = "" if row["init_feedetl_sn"] in NO_SERIAL else row["init_feedetl_sn"]
    if row["cnt"] < 0 and not original:
        raise FieldMissing(**named(path))
    if row["cnt"] >= 0 and original:
        raise FieldInvalid(
            **named(path),
            expected="只在退费（数量为负）时填写的原费用流水号",
            expected_en="nothing, unless the line is a return with a negative quantity",
        )
    return StayCharge(charge_of(row, number), original, row["hosp_appr_flag"] is not None)


def drop(message: Message, checked: dict[str, Any]) -> Done:
    """2302: take unsettled lines back; serial "0000" takes all of the stay's own."""
    rows = checked["data"]
    check_alike(rows, "data", "mdtrt_id", "psn_no")
    member = member_of(message, rows[0]["psn_no"])
    drop_stay_charges(
        message.caller.place,
        rows[0]["mdtrt_id"],
        rows[0]["psn_no"],
        [row["feedetl_sn"] for row in rows],
    )
    return Done({}, member.person.id, ("charges",))


TRANSACTIONS_STAYS: dict[str, Callable[[Message, dict[str, Any]], Done]] = {
    "2301": charge,
    "2302": drop,
    "2303": stay_settlements.try_settle,
    "2304": stay_settlements.settle,
    "2305": stay_settlements.reverse,
    "2401": admit,
    "2402": discharge,
    "2403": change,
    "2404": cancel,
    "2405": undo,
}
