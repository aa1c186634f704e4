"""Makes credentials (签发凭证): a random name, a place in the lists, the metro's signature."""

from __future__ import annotations

import secrets

from rongcheng.foundation.code.keys import signing_key
from rongcheng.foundation.code.models import Carrier, Credential
from rongcheng.foundation.code.offline.claims import (
    CREDENTIAL_ID_BYTES,
    LIST_SIZE,
    decode_claims,
    encode_claims,
)
from rongcheng.foundation.code.offline.cose import issuer_header, sign
from rongcheng.foundation.code.offline.types import NO_TRANSIT, Claims, CodeKind, Transit
from rongcheng.foundation.code.terms import CARD_PURPOSES, PHONE_PURPOSES, code_terms
from rongcheng.foundation.code.types import IssuedCode
from rongcheng.kernel.clock import SHANGHAI, get_clock

_HANDLE_BYTES = 12


def current_or_new(carrier: Carrier, *, transit: Transit = NO_TRANSIT) -> IssuedCode:
    """Return the carrier's current credential, or its next one; its row must be locked.

    A phone gets the next once a third of the time is over, so that it is always good for weeks
    without a network and a repeated request makes nothing new. A card gets one only.
    """
    now = get_clock().now().replace(microsecond=0)
    current = Credential.objects.filter(carrier=carrier, ended_at__isnull=True).first()
    if current is not None:
        age, life = now - current.issued_at, current.expires_at - current.issued_at
        if carrier.kind == CodeKind.CARD or age < life / 3:
            return _issued(current, replayed=True)
        Credential.objects.filter(id=current.id).update(ended_at=now)
    return _issued(_sign(carrier, transit), replayed=False)


def _sign(carrier: Carrier, transit: Transit) -> Credential:
    now = get_clock().now().replace(microsecond=0)
    terms = code_terms(carrier.metro, carrier.city)
    is_card = carrier.kind == CodeKind.CARD
    expires_at = now + (terms.card_life if is_card else terms.phone_life)
    key = signing_key(carrier.metro)
    list_number, list_index = divmod(carrier.id, LIST_SIZE)
    claims = Claims(
        metro=carrier.metro,
        city=carrier.city,
        handle=secrets.token_urlsafe(_HANDLE_BYTES),
        credential_id=secrets.token_bytes(CREDENTIAL_ID_BYTES),
        issued_at=int(now.timestamp()),
        not_before=int(now.timestamp()),
        expires_at=int(expires_at.timestamp()),
        holder=b"" if carrier.point is None else bytes(carrier.point),
        kind=CodeKind(carrier.kind),
        purposes=tuple(int(p) for p in (CARD_PURPOSES if is_card else PHONE_PURPOSES)),
        list_number=list_number,
        list_index=list_index,
        uses=terms.card_uses if is_card else 0,
        transit=transit,
    )
    payload = encode_claims(claims)
    # Read back before it is signed: nothing leaves that a verifier would not understand.
    assert decode_claims(payload) == claims
    return Credential.objects.create(
        carrier=carrier,
        key=key.row,
        handle=claims.handle,
        credential_id=claims.credential_id,
        signed=sign(issuer_header(key.key_id), payload, key.private),
        issued_at=now,
        expires_at=expires_at,
        uses=claims.uses,
    )


def _issued(row: Credential, *, replayed: bool) -> IssuedCode:
    return IssuedCode(
        row.carrier_id,
        bytes(row.signed),
        row.issued_at.astimezone(SHANGHAI),
        row.expires_at.astimezone(SHANGHAI),
        replayed=replayed,
    )
