"""Verifies a code online (联网核验): counts its use, and tells the institution who came.

The same checks as offline, with the present state instead of a list: a revoked phone is refused at
once, a proof counts once in the whole metro area, a card only as often as it may. The resident
sees in her records who looked; a retry under the same request id changes nothing and is answered
alike. Where that needs her consent (parks, venues, transit) she is named only while she agrees.
Otherwise nobody looked at anything of hers, and no record keeps where she was.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.db import transaction

from rongcheng.foundation.access.public import (
    has_consent,
    needs_consent,
    record_access,
)
from rongcheng.foundation.code.errors import RequestIdReused
from rongcheng.foundation.code.keys import published_keys
from rongcheng.foundation.code.models import Carrier, Credential, Use
from rongcheng.foundation.code.offline.claims import LIST_SIZE
from rongcheng.foundation.code.offline.seen import NotRemembered
from rongcheng.foundation.code.offline.types import CodeKind, Purpose
from rongcheng.foundation.code.offline.verdicts import (
    OK,
    REPLAYED,
    STATIC,
    UNKNOWN_ISSUER,
    USES_EXCEEDED,
    Verdict,
)
from rongcheng.foundation.code.offline.verifier import verify
from rongcheng.foundation.code.types import Comer, OnlineAnswer
from rongcheng.foundation.people.public import get_resident
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import shown
from rongcheng.web.actor import Actor

CONSENT = "tell_identity"
"""The matter of `consents.yaml` by which a place learns who came, where consent is needed."""


class PresentList:
    """What is revoked at this moment, asked of the database (当前状态)."""

    def __init__(self, metro: str, number: int, now: int) -> None:
        """Stand for one list at one second."""
        self._metro = metro
        self._first = number * LIST_SIZE
        self.issued_at = now
        self.expires_at = now + 1

    def is_revoked(self, index: int) -> bool:
        """Tell whether the phone or card was revoked, or never was."""
        rows = Carrier.objects.filter(
            id=self._first + index, metro=self._metro, revoked_at__isnull=True
        )
        return not rows.exists()


class PresentLists:
    """Every status list as it stands now (当前状态清单)."""

    def __init__(self, now: int) -> None:
        """Stand for all lists at one second."""
        self._now = now

    def find(self, metro: str, number: int) -> PresentList:
        """Return the list of this number as it stands now."""
        return PresentList(metro, number, self._now)


def verify_online(
    actor: Actor, text: str, *, purpose: Purpose, request_id: str, trace_id: str = ""
) -> OnlineAnswer:
    """Verify a scanned code for an institution, count its use and resolve whose it is.

    One access record is left for each answer that names a resident. Raises RequestIdReused.
    """
    code_hash = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    earlier = _earlier(actor, request_id, code_hash)
    if earlier is not None:
        return _answer(actor, earlier, trace_id, replayed=True)
    now = get_clock().now()
    verdict = verify(
        text,
        at=now,
        purpose=purpose,
        keys=published_keys(),
        status_lists=PresentLists(int(now.timestamp())),
        seen=NotRemembered(),
    )
    if not verdict.accepted or verdict.claims is None:
        return OnlineAnswer(verdict)
    with transaction.atomic():
        rows = Credential.objects.filter(credential_id=verdict.claims.credential_id)
        credential = rows.select_related("carrier").first()
        if credential is None:
            return OnlineAnswer(Verdict(UNKNOWN_ISSUER))
        draft = Use(
            credential=credential,
            institution=actor.institution,
            purpose=purpose,
            used_at=now,
            proof_at=verdict.proof_at,
            number=verdict.proof_counter,
            request_id=request_id,
            code_hash=code_hash,
        )
        if verdict.is_static and not _number_card_use(draft):
            return OnlineAnswer(Verdict(USES_EXCEEDED, verdict.claims), uses_left=0)
        Use.objects.bulk_create([draft], ignore_conflicts=True)
        # What stands under this request answers it, also where a retry overtook its first.
        kept = _earlier(actor, request_id, code_hash)
        if kept is None:
            return OnlineAnswer(Verdict(REPLAYED, verdict.claims))
        return _answer(actor, kept, trace_id, replayed=False)


def _earlier(actor: Actor, request_id: str, code_hash: bytes) -> Use | None:
    row = (
        Use.objects.filter(institution=actor.institution, request_id=request_id)
        .select_related("credential__carrier")
        .first()
    )
    if row is not None and bytes(row.code_hash) != code_hash:
        raise RequestIdReused(request_id=shown(request_id))
    return row


def _number_card_use(use: Use) -> bool:
    """Give a card's use its number; False if the card has been used as often as it may be."""
    # The card's row is locked, so that two desks at once do not take the same number.
    Carrier.objects.select_for_update().get(id=use.credential.carrier_id)
    spent = Use.objects.filter(credential=use.credential).count()
    use.number = spent + 1
    return spent < use.credential.uses


def _answer(actor: Actor, use: Use, trace_id: str, *, replayed: bool) -> OnlineAnswer:
    """Return who came, and leave the record that this institution looked."""
    carrier = use.credential.carrier
    comer = _comer(carrier.person_id, Purpose(use.purpose))
    if comer is not None:
        record_access(
            actor=actor,
            application="code",
            purpose=Purpose(use.purpose).word,
            persons=[comer.id],
            data_kinds=["identity"],
            request_id=trace_id,
        )
    is_card = carrier.kind == CodeKind.CARD
    return OnlineAnswer(
        Verdict(STATIC if is_card else OK),
        comer,
        use.credential.uses - use.number if is_card else None,
        replayed,
        withheld=comer is None,
    )


def _comer(person_id: UUID, purpose: Purpose) -> Comer | None:
    """Return what an institution may learn of who came; asked at each answer, a retry's too."""
    by_consent = needs_consent(CONSENT, purpose.word)
    if by_consent and not has_consent(person_id, CONSENT, purpose.word):
        return None
    resident = get_resident(person_id)
    if by_consent:
        return Comer(resident.id, resident.name, resident.born_on)
    return Comer(resident.id, resident.name, resident.born_on, resident.gender, resident.home_city)
