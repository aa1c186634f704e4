"""Transactions about the person: 9001 sign-in, 6101 e-voucher, 1101 person, 2001 entitlement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rongcheng.foundation.people.public import (
    IdentityInfo,
    ResidentInfo,
    ResidentNotFound,
    age_on,
    find_resident_by_id_number,
    list_identities,
    reveal_id_number,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.dates import format_datetime
from rongcheng.kernel.errors import ResidentIdInvalid
from rongcheng.kernel.identifiers import new_id
from rongcheng.kernel.money import format_yuan
from rongcheng.services.health.errors import PersonUnknown, VoucherUnknown
from rongcheng.services.health.hsa.answers import Holder
from rongcheng.services.health.hsa.faults import (
    FieldInvalid,
    FieldMissing,
    InsuredPlaceMismatch,
    PersonMismatch,
    VoucherRefused,
)
from rongcheng.services.health.interface.kinds import settled_kind
from rongcheng.services.health.interface.message import Done, Message, governed_by, named
from rongcheng.services.health.looking import note_look
from rongcheng.services.health.models import SignIn
from rongcheng.services.health.persons import (
    InsuredRow,
    Member,
    check_person_entitlement,
    decode_voucher,
    find_by_token,
    find_member,
    list_insured,
)
from rongcheng.services.health.types import fund_type_of

E_VOUCHER, CARD = "01", "03"
IDENTITY_CARD = "01"


def sign_in(message: Message, checked: dict[str, Any]) -> Done:
    """9001: open a terminal's day and return its sign-in number."""
    at = get_clock().now()
    row = SignIn.objects.create(
        sign_no=new_id("N"),
        institution_id=message.caller.place.code,
        operator=checked["signIn"]["opter_no"],
        signed_at=at,
    )
    return Done({"signinoutb": {"sign_time": format_datetime(at), "sign_no": row.sign_no}})


def decode(message: Message, checked: dict[str, Any]) -> Done:
    """6101: turn a shown e-voucher into a token, and say whose it is."""
    row = checked["data"]
    try:
        token, member = decode_voucher(message.caller.place, row["businessInfo"])
    except VoucherUnknown:
        raise VoucherRefused(**named("input.data.businessInfo")) from None
    output = {
        "userName": member.person.name,
        "idNo": reveal_id_number(member.person.id),
        "idType": IDENTITY_CARD,
        "ecToken": token,
        "insuOrg": member.insurance.pool,
        "authNo": "",
    }
    return Done({"data": output}, member.person.id, ("identity", "voucher"))


def read_person(message: Message, checked: dict[str, Any]) -> Done:
    """1101: who this is, and her insurances with account balances."""
    row = checked["data"]
    person = person_shown(message, row)
    insured = list_insured(person)
    output = {
        "baseinfo": {
            "psn_no": insured[0].insurance.psn_no if insured else "",
            "psn_cert_type": row["psn_cert_type"],
            "certno": row["certno"].upper(),
            "psn_name": person.name,
            "gend": str(person.gender),
            "naty": "",
            "brdy": person.born_on.isoformat(),
            "age": str(age_on(person.born_on, get_clock().today())),
            "exp_content": "",
        },
        "insuinfo": [_insurance_node(found) for found in insured],
        "idetinfo": [_identity_node(found) for found in list_identities(person.id)],
    }
    return Done(output, person.id, ("identity", "insurance", "balance"))


def _insurance_node(found: InsuredRow) -> dict[str, str]:
    """Return a row of insuinfo; psn_no is added, since it is one an insurance here (ADR 0011)."""
    row = found.insurance
    return {
        "psn_no": row.psn_no,
        "balc": format_yuan(found.balance_fen),
        "insutype": row.insutype,
        "psn_type": row.psn_type,
        "psn_insu_stas": row.status,
        "psn_insu_date": row.insured_from.isoformat(),
        "paus_insu_date": "",
        "cvlserv_flag": "1" if row.civil_servant else "0",
        "insuplc_admdvs": row.pool,
        "emp_name": row.employer,
    }


def _identity_node(found: IdentityInfo) -> dict[str, str]:
    """Return a row of idetinfo; days as moments: the first second and the last."""
    return {
        "psn_idet_type": found.identity_type,
        "psn_type_lv": found.level,
        "memo": "",
        "begntime": f"{found.begins_on.isoformat()} 00:00:00",
        "endtime": f"{found.ends_on.isoformat()} 23:59:59" if found.ends_on else "",
    }


def person_shown(message: Message, row: dict[str, Any], node: str = "data") -> ResidentInfo:
    """Return the person whose voucher and document a message shows; all must fit one another.

    A stay's messages may leave the voucher's number out: then the document alone shows her, but
    an e-voucher is nothing without its token.
    """
    path = f"input.{node}"
    person = _holder_of_document(message, row, path)
    kind, shown = row["mdtrt_cert_type"], row["mdtrt_cert_no"]
    if kind == E_VOUCHER:
        if shown is None:
            raise FieldMissing(**named(f"{path}.mdtrt_cert_no"))
        try:
            owner = find_by_token(message.caller.place, shown, message.received)
        except VoucherUnknown:
            raise VoucherRefused(**named(f"{path}.mdtrt_cert_no")) from None
        fits = owner.person.id == person.id
    elif kind == CARD:
        if not row["card_sn"]:
            raise FieldMissing(**named(f"{path}.card_sn"))
        fits = True
    else:
        fits = shown is None or shown.upper() == row["certno"].upper()
    if not fits:
        raise PersonMismatch(**named(f"{path}.mdtrt_cert_no"))
    return person


def _holder_of_document(message: Message, row: dict[str, Any], path: str) -> ResidentInfo:
    """Return the resident of a document number, and of the name where the message has one."""
    # 2401 calls the field cert_type.
    document = "psn_cert_type" if "psn_cert_type" in row else "cert_type"
    if row[document] != IDENTITY_CARD:
        raise FieldInvalid(
            **named(f"{path}.{document}"),
            expected="01（参保登记用的是居民身份证）",
            expected_en="01, the resident identity card",
        )
    unknown = PersonUnknown(field="certno、psn_name")
    try:
        person = find_resident_by_id_number(message.caller.place.metro, row["certno"])
    except ResidentIdInvalid as wrong:
        raise FieldInvalid(
            **named(f"{path}.certno"),
            expected=f"18 位居民身份证号（{wrong.params['why_zh']}）",
            expected_en=f"an ID number of 18 characters ({wrong.params['why_en']})",
        ) from None
    except ResidentNotFound:
        raise unknown from None
    note_look(person.id)
    if row.get("psn_name", person.name) != person.name:
        raise unknown
    return person


def member_of(message: Message, psn_no: str, insutype: str | None = None) -> Member:
    """Return the insured person; the envelope's place of insurance must be her own."""
    member = find_member(message.caller.place, psn_no, insutype)
    given = message.envelope.insured_region
    if not given:
        raise FieldMissing(**named("insuplc_admdvs"))
    if given != member.insurance.pool:
        raise InsuredPlaceMismatch(**named("insuplc_admdvs"), given=given)
    return member


def member_shown(message: Message, row: dict[str, Any], node: str = "data") -> Member:
    """Return the insured person of a message that also shows voucher and document: all hers."""
    member = member_of(message, row["psn_no"], row["insutype"])
    if person_shown(message, row, node).id != member.person.id:
        raise PersonMismatch(**named(f"input.{node}.psn_no"))
    return member


def holder_of(member: Member, row: dict[str, Any], at: datetime) -> Holder:
    """Return the person of an answer; the document number is the one the caller gave."""
    person, insurance = member
    return Holder(
        psn_no=insurance.psn_no,
        name=person.name,
        document_type=row.get("psn_cert_type") or IDENTITY_CARD,
        number=(row.get("certno") or "").upper(),
        gender=person.gender,
        born_on=person.born_on,
        age=age_on(person.born_on, at.date()),
        insutype=insurance.insutype,
        psn_type=insurance.psn_type,
        civil_servant=insurance.civil_servant,
        voucher_type=row.get("mdtrt_cert_type") or "",
    )


def check_treatment(message: Message, checked: dict[str, Any]) -> Done:
    """2001: whether the fund pays here for this care; a row with the reason where it does not."""
    row = checked["data"]
    if row["fixmedins_code"] != message.caller.place.code:
        raise FieldInvalid(
            **named("input.data.fixmedins_code"),
            expected="发送机构自己的编号",
            expected_en="the sending institution's own code",
        )
    kind = settled_kind(row["med_type"], "input.data.med_type")
    member = member_of(message, row["psn_no"], row["insutype"])
    with governed_by("input.data.begntime"):
        found = check_person_entitlement(
            message.caller.place,
            member,
            kind=int(kind),
            disease_code=row["dise_codg"] or "",
            on=row["begntime"].date(),
        )
    node = {
        "psn_no": row["psn_no"],
        "trt_chk_type": "01",
        "fund_pay_type": fund_type_of(int(row["insutype"]), int(kind)),
        "trt_enjymnt_flag": "1" if found.entitled else "0",
        "begndate": member.insurance.insured_from.isoformat(),
        "enddate": "9999-12-31",
        "trt_chk_rslt": "".join(reason.zh for reason in found.reasons)[:500],
        "exp_content": "",
    }
    return Done({"trtinfo": [node]}, member.person.id, ("insurance",))
