"""Which institution verifies (核验机构): the gateway signature, checked against its credential."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest

from rongcheng.foundation.institutions.public import (
    CredentialUnknown,
    InstitutionInfo,
    InstitutionUnknown,
    credential_for,
)
from rongcheng.foundation.people.public import count_refused_signature
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor
from rongcheng.web.machine_auth import SIGNATURE_HEADER, SignatureRefused, read_headers, verify


class Verifier(NamedTuple):
    """An institution whose signature holds, and who it is in records."""

    institution: InstitutionInfo
    actor: Actor


class InstitutionSignature:
    """Signature of an institution's system; the five gateway headers, as at `/hsa`."""

    openapi_type = "apiKey"
    openapi_in = "header"
    openapi_name = SIGNATURE_HEADER

    @property
    def openapi_security_schema(self) -> dict[str, str]:
        """Return how OpenAPI documents the signature."""
        return {"type": self.openapi_type, "in": self.openapi_in, "name": self.openapi_name}

    def __call__(self, request: HttpRequest) -> Verifier:
        """Return who verifies, or raise `SignatureRefused`, answered 401."""
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
            verify(read_headers(request.META), secret_of=secret_of, now_ms=now_ms)
        except SignatureRefused:
            count_refused_signature(request)
            raise
        institution = found[0]
        if not institution.listed:
            raise InstitutionUnknown(institution=institution.code)
        actor = Actor(
            "machine",
            institution.code,
            label=institution.title_zh,
            city=institution.city,
            institution=institution.code,
            metro=institution.metro,
        )
        return Verifier(institution, actor)
