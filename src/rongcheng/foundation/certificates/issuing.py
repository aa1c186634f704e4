"""Issues certificates and ends them (签发与停用): once for what it rests on, and ended once.

Certificates of one person and kind are issued one after the other, behind an advisory lock; the
unique constraints hold whatever happens.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import connection, transaction

from rongcheng.foundation.certificates.claims import (
    MEDIA_TYPE,
    Claims,
    Words,
    decode_claims,
    encode_claims,
)
from rongcheng.foundation.certificates.errors import (
    CertificateEnded,
    CertificateUnknown,
    NotYourCertificate,
    ReasonMissing,
)
from rongcheng.foundation.certificates.filling import fill_fields, last_day
from rongcheng.foundation.certificates.filters import is_issuer
from rongcheng.foundation.certificates.models import Certificate
from rongcheng.foundation.certificates.numbers import new_number
from rongcheng.foundation.certificates.reading import info_of
from rongcheng.foundation.certificates.sealing import seal_credential
from rongcheng.foundation.certificates.status import LIST_SIZE
from rongcheng.foundation.certificates.types import (
    REPLACED,
    REVOKED,
    CertificateInfo,
    NewCertificate,
)
from rongcheng.foundation.code.public import sign_statement
from rongcheng.foundation.outbox.public import refuse_id_numbers
from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.policy.certificate_types import CertificateKind
from rongcheng.policy.editions import current_book
from rongcheng.web.actor import Actor

LONGEST_REASON = 200
_LOCK = "select pg_advisory_xact_lock(hashtextextended(%s, 0))"
_NEXT_ID = "select nextval(pg_get_serial_sequence('certificates_certificate', 'id'))"


@transaction.atomic
def issue_certificate(wanted: NewCertificate) -> CertificateInfo:
    """Issue a certificate (签发电子证照), or return the one issued for the same basis before.

    Of a single kind the new one takes the place of the person's earlier one in the same metro
    area, which ends as replaced. Raises UnknownCertificateKind, FieldNotFilled, ClearIdNumber.
    """
    kind = current_book(wanted.metro).government.certificates.kind(wanted.kind)
    _lock(wanted)
    earlier = Certificate.objects.filter(
        metro=wanted.metro, basis=wanted.basis, kind=wanted.kind
    ).first()
    if earlier is not None:
        return info_of(earlier, replayed=True)
    row = _draft(wanted, kind)
    if kind.single:
        held = Certificate.objects.filter(
            person_id=wanted.person_id, metro=wanted.metro, kind=wanted.kind, single=True
        )
        held.filter(ended_at__isnull=True).update(
            ended_at=row.issued_at,
            ended_kind=REPLACED,
            ended_reason=row.number,
            ended_by="system",
        )
    row.save(force_insert=True)
    return info_of(row)


@transaction.atomic
def revoke_certificate(actor: Actor, number: str, *, reason: str) -> CertificateInfo:
    """Revoke a certificate (撤销证照) that the actor's own city issued, with a reason in words.

    The same again returns it as it is. Raises CertificateUnknown, NotYourCertificate,
    ReasonMissing, ClearIdNumber, and CertificateEnded where it ended otherwise before.
    """
    reason = reason.strip()
    row = Certificate.objects.select_for_update().filter(number=number, metro=actor.metro).first()
    if row is None:
        raise CertificateUnknown
    if actor.kind != "system" and not is_issuer(actor, row.city, row.department):
        raise NotYourCertificate(number=row.number)
    if not 0 < len(reason) <= LONGEST_REASON:
        raise ReasonMissing(most=LONGEST_REASON)
    refuse_id_numbers([reason], "reason of a revocation")
    if row.ended_at is not None:
        if (row.ended_kind, row.ended_reason) == (REVOKED, reason):
            return info_of(row, replayed=True)
        on = row.ended_at.astimezone(SHANGHAI).date()
        raise CertificateEnded(number=row.number, on=on.isoformat())
    row.ended_at, row.ended_kind, row.ended_reason = get_clock().now(), REVOKED, reason
    row.ended_by = actor.id
    row.save(update_fields=["ended_at", "ended_kind", "ended_reason", "ended_by"])
    return info_of(row)


def _lock(wanted: NewCertificate) -> None:
    key = f"certificates:{wanted.metro}:{wanted.person_id}:{wanted.kind}"
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [key])


def _draft(wanted: NewCertificate, kind: CertificateKind) -> Certificate:
    now = get_clock().now().replace(microsecond=0)
    first = now.astimezone(SHANGHAI).date()
    last = last_day(first, kind.validity)
    # Its place in the status lists is signed with it, so the id is drawn before.
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_ID)
        row_id: int = cursor.fetchone()[0]
    list_number, list_index = divmod(row_id, LIST_SIZE)
    claims = Claims(
        metro=wanted.metro,
        city=wanted.city,
        number=new_number(wanted.city, first.year),
        kind=kind.id,
        title=Words(kind.title["zh"], kind.title["en"]),
        authority=wanted.authority,
        place=wanted.place,
        fields=fill_fields(kind, wanted.facts),
        issued_at=int(now.timestamp()),
        valid_from=first,
        valid_until=last,
        list_number=list_number,
        list_index=list_index,
        sample=wanted.sample,
    )
    payload = encode_claims(claims)
    # Read back before it is signed: nothing leaves that a verifier would not understand.
    assert decode_claims(payload) == claims
    ends = None if last is None else _midnight_after(last)
    credential = sign_statement(wanted.metro, payload, MEDIA_TYPE, until=ends)
    return Certificate(
        id=row_id,
        number=claims.number,
        metro=wanted.metro,
        city=wanted.city,
        department=wanted.department,
        kind=kind.id,
        single=kind.single,
        person_id=wanted.person_id,
        basis=wanted.basis,
        credential_sealed=seal_credential(claims.number, credential),
        issued_at=now,
        valid_from=first,
        valid_until=last,
    )


def _midnight_after(last: date) -> datetime:
    return datetime.combine(last, time(), SHANGHAI) + timedelta(days=1)
