"""Filing transactions: 2501/2502 referral, 2503/2504 special disease, 5301 what is in force."""

from __future__ import annotations

from datetime import date
from typing import Any

from rongcheng.foundation.institutions.public import (
    InstitutionInfo,
    InstitutionUnknown,
    get_institution,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.filings.registering import NewFiling, register_filing, revoke_filing
from rongcheng.services.health.hsa.faults import (
    CertifierUnknown,
    FieldInvalid,
    InsuredPlaceMismatch,
    ReceiverUnknown,
    RegionMismatch,
)
from rongcheng.services.health.interface.message import Act, Done, Message, governed_by, named
from rongcheng.services.health.interface.persons import member_of
from rongcheng.services.health.persons import Member
from rongcheng.services.health.special_diseases.applications import (
    NewApplication,
    apply_for_special_disease,
    diseases_in_force,
    revoke_application,
)

REFERRED = "referred"
NO_REASON = "机构撤销，未写明原因"


def refer(message: Message, checked: dict[str, Any]) -> Done:
    """2501: file a referral toward the pool of the receiving hospital."""
    row = checked["refmedin"]
    member = member_of(message, row["psn_no"], row["insutype"])
    _check_office(row, member, "input.refmedin.insu_optins")
    place = message.caller.place
    receiver = _listed(row["reflin_medins_no"], place.metro)
    if receiver is None or receiver.code == place.code:
        raise ReceiverUnknown(
            **named("input.refmedin.reflin_medins_no"), given=row["reflin_medins_no"]
        )
    if row["mdtrtarea_admdvs"] != receiver.pool:
        raise RegionMismatch(
            **named("input.refmedin.mdtrtarea_admdvs"),
            given=row["mdtrtarea_admdvs"],
            expected=receiver.pool,
        )
    wanted = NewFiling(
        psn_no=row["psn_no"],
        category=REFERRED,
        care_pool=receiver.pool,
        begins_on=row["begndate"] or row["refl_date"],
        ends_on=row["enddate"],
        institution=place.code,
        receiving_institution=receiver.code,
    )
    with governed_by("input.refmedin.begndate" if row["begndate"] else "input.refmedin.refl_date"):
        found = register_filing(
            message.caller.actor,
            wanted,
            source=f"hsa:{place.code}",
            number=message.envelope.msgid,
        )
    output = {"result": {"trt_dcla_detl_sn": found.filing.filing_no}}
    return Done(output, member.person.id, ("insurance", "filing"))


def revoke_referral(message: Message, checked: dict[str, Any]) -> Done:
    """2502: revoke a referral of one's own."""
    row = checked["data"]
    member = member_of(message, row["psn_no"])
    revoke_filing(
        message.caller.actor,
        row["trt_dcla_detl_sn"],
        row["psn_no"],
        reason=row["memo"] or NO_REASON,
    )
    return Done({}, member.person.id, ("filing",))


def apply(message: Message, checked: dict[str, Any]) -> Done:
    """2503: send an application for a special disease to the place of insurance."""
    row = checked["data"]
    member = member_of(message, row["psn_no"], row["insutype"])
    _check_office(row, member, "input.data.insu_optins")
    certifier = _listed(row["ide_fixmedins_no"], message.caller.place.metro)
    if certifier is None:
        raise CertifierUnknown(
            **named("input.data.ide_fixmedins_no"), given=row["ide_fixmedins_no"]
        )
    _check_days(row)
    with governed_by("input.data.begndate"):
        found = apply_for_special_disease(
            message.caller.actor,
            member,
            NewApplication(
                disease_code=row["opsp_dise_code"],
                certified_by=certifier.code,
                certified_on=row["hosp_ide_date"],
                begins_on=row["begndate"],
                ends_on=row["enddate"],
            ),
        )
    output = {"trt_dcla_detl_sn": found.application_no, "exp_content": ""}
    return Done({"result": output}, member.person.id, ("insurance", "diagnosis"))


def _check_days(row: dict[str, Any]) -> None:
    """Refuse a certificate of a day ahead, and a status that ends before it begins."""
    if row["hosp_ide_date"] > get_clock().today():
        raise FieldInvalid(
            **named("input.data.hosp_ide_date"),
            expected="今天或以前的日期",
            expected_en="today or an earlier day",
        )
    ends_on: date | None = row["enddate"]
    if ends_on is not None and ends_on < row["begndate"]:
        raise FieldInvalid(
            **named("input.data.enddate"),
            expected="不早于 begndate 的日期",
            expected_en="a day not before begndate",
        )


def take_back(message: Message, checked: dict[str, Any]) -> Done:
    """2504: take an application back, before the insurer has reviewed it only."""
    row = checked["data"]
    member = member_of(message, row["psn_no"])
    revoke_application(
        message.caller.actor, row["trt_dcla_detl_sn"], row["psn_no"], reason=row["memo"]
    )
    return Done({}, member.person.id, ("diagnosis",))


def in_force(message: Message, checked: dict[str, Any]) -> Done:
    """5301: the special diseases granted at home, honoured here; the node is named as printed."""
    row = checked["data"]
    member = member_of(message, row["psn_no"])
    rows = [
        {
            "opsp_dise_code": found.code,
            "opsp_dise_name": found.title["zh"],
            "begndate": found.begins_on.isoformat(),
            "enddate": found.ends_on.isoformat() if found.ends_on else "",
        }
        for found in diseases_in_force(member, get_clock().today())
    ]
    return Done({"feedetail": rows}, member.person.id, ("insurance", "diagnosis"))


def _listed(code: str, metro: str) -> InstitutionInfo | None:
    """Return the designated institution of this code if the metro's published pack lists it."""
    try:
        found = get_institution(code)
    except InstitutionUnknown:
        return None
    fits = found.listed and found.is_designated and found.metro == metro
    return found if fits else None


def _check_office(row: dict[str, Any], member: Member, path: str) -> None:
    """Refuse an office of insurance that is not the person's; hers is not told."""
    given = row["insu_optins"]
    if given and given != member.insurance.pool:
        raise InsuredPlaceMismatch(**named(path), given=given)


TRANSACTIONS_FILING: dict[str, Act] = {
    "2501": refer,
    "2502": revoke_referral,
    "2503": apply,
    "2504": take_back,
    "5301": in_force,
}
