"""Who is at the counter (人员信息): by document or e-voucher, insured where, entitled or not."""

from __future__ import annotations

import hmac
import secrets
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from rongcheng.foundation.ledger.public import balances
from rongcheng.foundation.people.public import (
    InsuranceInfo,
    InsuranceNotFound,
    ResidentInfo,
    ResidentNotFound,
    find_resident_by_id_number,
    get_insurance,
    get_resident,
    list_insurances,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.outcomes import Reason, reasons_from_mask
from rongcheng.policy.editions import current_book
from rongcheng.services.health.assessing.benefits import needs_grant
from rongcheng.services.health.assessing.entitlements import check_entitlement
from rongcheng.services.health.assessing.facts import CareFacts
from rongcheng.services.health.deciding import TEMPORARY
from rongcheng.services.health.domain.reasons import REASONS
from rongcheng.services.health.domain.types import CareKind
from rongcheng.services.health.errors import PersonUnknown, VoucherUnknown
from rongcheng.services.health.filings.facts import with_filing
from rongcheng.services.health.filings.queries import filings_toward
from rongcheng.services.health.looking import note_look
from rongcheng.services.health.models import VOUCHER_LENGTH, SpecialDiseaseGrant, Voucher
from rongcheng.services.health.types import Place

VOUCHER_HOURS = 24
TOKEN_MINUTES = 30
_VOUCHER = "health.voucher"


class Member(NamedTuple):
    """An insured person of the metro: who she is and by which insurance."""

    person: ResidentInfo
    insurance: InsuranceInfo


class InsuredRow(NamedTuple):
    """An insurance with the balance of its personal account, in fen."""

    insurance: InsuranceInfo
    balance_fen: int


class Entitlement(NamedTuple):
    """Whether the fund pays here for this care, and every reason if it does not."""

    member: Member
    entitled: bool
    reasons: tuple[Reason, ...]


def find_person(place: Place, number: str, name: str) -> ResidentInfo:
    """Return the resident with this document number and name, or say that there is no record."""
    try:
        found = find_resident_by_id_number(place.metro, number)
    except ResidentNotFound:
        raise PersonUnknown(field="certno、psn_name") from None
    note_look(found.id)
    if not hmac.compare_digest(found.name.encode(), name.encode()):
        raise PersonUnknown(field="certno、psn_name")
    return found


def find_member(place: Place, psn_no: str, insutype: str | None = None) -> Member:
    """Return the insured person of the metro with this number, or say there is no record."""
    try:
        insurance = get_insurance(psn_no)
        person = get_resident(insurance.resident_id)
    except (InsuranceNotFound, ResidentNotFound):
        raise PersonUnknown(field=f"psn_no {psn_no}") from None
    note_look(person.id)
    if person.metro != place.metro or (insutype and insurance.insutype != insutype):
        raise PersonUnknown(field=f"psn_no {psn_no}")
    return Member(person, insurance)


def list_insured(person: ResidentInfo) -> list[InsuredRow]:
    """Return a person's insurances with their account balances, in two queries."""
    rows = list_insurances(person.id)
    held = balances([row.account_code for row in rows])
    return [InsuredRow(row, held.get(row.account_code, 0)) for row in rows]


def list_grants(psn_no: str, on: date) -> tuple[str, ...]:
    """Return the special diseases that the person has a status for on a day."""
    grants = SpecialDiseaseGrant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), psn_no=psn_no, begins_on__lte=on
    )
    return tuple(grants.order_by("disease_code").values_list("disease_code", flat=True))


def check_person_entitlement(
    place: Place, member: Member, *, kind: int, disease_code: str, on: date
) -> Entitlement:
    """Say whether the fund would pay here on this day, with every reason (待遇检查)."""
    insurance = member.insurance
    care = CareKind(kind)
    granted = list_grants(insurance.psn_no, on) if needs_grant(care) else ()
    book = current_book(place.metro)
    facts = CareFacts(
        metro=place.metro,
        insured_pool=insurance.pool,
        care_pool=place.pool,
        care_city=place.city,
        tier=place.tier,
        scheme=insurance.scheme,
        standing=insurance.standing,
        status=int(insurance.status),
        kind=kind,
        category=TEMPORARY,
        filed=False,
        granted_diseases=granted,
        disease_code=disease_code,
        settled_on=on,
        lines=(),
        account_use=0,
        account_balance_fen=0,
        aid_balance_fen=0,
    )
    filings = filings_toward(insurance.psn_no, place.pool)
    mask, _, _ = check_entitlement(with_filing(facts, book, filings), book)
    return Entitlement(member, mask == 0, reasons_from_mask(mask, REASONS))


def _voucher_hash(code: str) -> bytes:
    return get_suite().keyed_hash(code.encode(), _VOUCHER)


def issue_voucher(insurance: InsuranceInfo, province: str) -> str:
    """Return a fresh 28-character e-voucher for a person's phone; only its hash is kept.

    `424` + 17 random + 2 random + province (2) + extension `0000`.
    Source: health-recognition section 3, secondary.
    """
    digits = "".join(secrets.choice("0123456789") for _ in range(19))
    code = f"424{digits}{province[:2]}0000"
    assert len(code) == VOUCHER_LENGTH
    now = get_clock().now()
    Voucher.objects.create(
        psn_no=insurance.psn_no,
        code_hash=_voucher_hash(code),
        issued_at=now,
        expires_at=now + timedelta(hours=VOUCHER_HOURS),
    )
    return code


def decode_voucher(place: Place, code: str) -> tuple[str, Member]:
    """Return a token for a shown e-voucher (电子凭证解码) and whose it is.

    The token serves as mdtrt_cert_no for half an hour, here and nowhere else; decoding again
    makes a new one and ends the one before. A code that another institution decoded is refused
    like an unknown one: so a picture of it opens nothing elsewhere.
    """
    now = get_clock().now()
    token = secrets.token_hex(20)
    with transaction.atomic():
        voucher = (
            Voucher.objects.select_for_update()
            .filter(code_hash=_voucher_hash(code), expires_at__gt=now)
            .first()
        )
        if voucher is None or voucher.taken_by not in ("", place.code):
            raise VoucherUnknown()
        member = find_member(place, voucher.psn_no)
        voucher.token_hash = _voucher_hash(token)
        voucher.token_expires_at = now + timedelta(minutes=TOKEN_MINUTES)
        voucher.taken_by = place.code
        voucher.save(update_fields=["token_hash", "token_expires_at", "taken_by"])
    return token, member


def find_by_token(place: Place, token: str, at: datetime) -> Member:
    """Return whose e-voucher token this is, while it is in force and where it was made."""
    voucher = Voucher.objects.filter(
        token_hash=_voucher_hash(token), token_expires_at__gt=at, taken_by=place.code
    ).first()
    if voucher is None:
        raise VoucherUnknown()
    return find_member(place, voucher.psn_no)
