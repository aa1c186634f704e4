"""Reads of certificates (证照查询), each through the row filter."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from rongcheng.foundation.certificates.errors import CertificateUnknown
from rongcheng.foundation.certificates.models import Certificate
from rongcheng.foundation.certificates.reading import credential_of, info_of
from rongcheng.foundation.certificates.types import CertificateInfo, Licence
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import SYSTEM, Actor


def list_certificates(actor: Actor) -> list[CertificateInfo]:
    """Return a resident's certificates, the newest first, also those that have ended."""
    rows = Certificate.objects.visible_to(actor).order_by("-issued_at", "-id")
    return [info_of(row) for row in rows]


def get_certificate(actor: Actor, number: str) -> CertificateInfo:
    """Return one certificate that the actor may see; raises CertificateUnknown."""
    return info_of(_row(actor, number))


def get_credential(actor: Actor, number: str) -> bytes:
    """Return the signed credential of one certificate; raises CertificateUnknown."""
    return credential_of(_row(actor, number))


def issued_rows(actor: Actor, *, kind: str = "", number: str = "") -> QuerySet[Certificate]:
    """Return what the actor's city issued, unopened, the newest first; for lists of staff."""
    rows = Certificate.objects.visible_to(actor)
    if kind:
        rows = rows.filter(kind=kind)
    if number:
        rows = rows.filter(number=number)
    return rows.order_by("-id")


def licences_of(metro: str, person_id: UUID) -> tuple[Licence, ...]:
    """Return the kinds that a person holds today and need not bring, the newest of each."""
    today = get_clock().today()
    holds = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    rows = (
        Certificate.objects.visible_to(SYSTEM)
        .filter(holds, metro=metro, person_id=person_id, ended_at__isnull=True)
        .order_by("kind", "-id")
        .distinct("kind")
    )
    return tuple(Licence(row.kind, row.number, row.valid_until) for row in rows)


def certificates_of_basis(metro: str, basis: str) -> list[CertificateInfo]:
    """Return what was issued for a case; whoever calls has checked who may see the case."""
    rows = Certificate.objects.visible_to(SYSTEM).filter(metro=metro, basis=basis)
    return [info_of(row) for row in rows.order_by("id")]


def certificates_by_number(
    metro: str, numbers: Iterable[str], *, holder: UUID
) -> list[CertificateInfo]:
    """Return a holder's certificates of these numbers; the caller has checked who may see them."""
    wanted = list(numbers)
    if not wanted:
        return []
    rows = Certificate.objects.visible_to(SYSTEM).filter(
        metro=metro, number__in=wanted, person_id=holder
    )
    return [info_of(row) for row in rows.order_by("id")]


def _row(actor: Actor, number: str) -> Certificate:
    row: Certificate | None = Certificate.objects.visible_to(actor).filter(number=number).first()
    if row is None:
        raise CertificateUnknown
    return row
