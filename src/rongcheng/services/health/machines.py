"""Which hospital is calling (机构接入): the gateway signature, checked against its credential."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest

from rongcheng.foundation.institutions.public import (
    CredentialUnknown,
    InstitutionInfo,
    credential_for,
)
from rongcheng.foundation.people.public import count_refused_signature
from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.errors import PlaceUnknown
from rongcheng.services.health.queries import place_of_institution
from rongcheng.services.health.types import Place
from rongcheng.web.actor import Actor
from rongcheng.web.machine_auth import SignatureRefused, read_headers, verify


class Caller(NamedTuple):
    """A hospital's system whose signature holds: the place it serves, and who it is in records."""

    place: Place
    actor: Actor
    service: str


def identify_caller(request: HttpRequest) -> Caller:
    """Return the calling institution, or raise `SignatureRefused` (answered 401)."""
    found: list[InstitutionInfo] = []

    def secret_of(access_key: str) -> str | None:
        try:
            institution, secret = credential_for(access_key)
        except CredentialUnknown:
            return None
        found.append(institution)
        return secret

    now_ms = int(get_clock().now().timestamp() * 1000)
    try:
        call = verify(read_headers(request.META), secret_of=secret_of, now_ms=now_ms)
    except SignatureRefused:
        count_refused_signature(request)
        raise
    institution = found[0]
    # A park's or bus company's system has a credential, too: it opens nothing here.
    if not (institution.listed and institution.is_designated):
        raise PlaceUnknown(institution=institution.code)
    place = place_of_institution(institution)
    actor = Actor(
        "machine",
        place.code,
        label=place.name,
        city=place.city,
        institution=place.code,
        metro=place.metro,
    )
    return Caller(place, actor, call.name)
