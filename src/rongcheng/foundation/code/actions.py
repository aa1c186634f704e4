"""Writes of the one code (绑定、续期、停用、发卡): repeated, they change nothing twice."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction

from rongcheng.foundation.code.errors import (
    CarrierNotFound,
    CarrierRevoked,
    KeyBoundElsewhere,
    ResidentOnly,
    TooManyPhones,
)
from rongcheng.foundation.code.models import Carrier
from rongcheng.foundation.code.offline.text import code_text
from rongcheng.foundation.code.offline.types import NO_TRANSIT, CodeKind, Transit
from rongcheng.foundation.code.possession import check_possession
from rongcheng.foundation.code.signing import current_or_new
from rongcheng.foundation.code.terms import MOST_PHONES
from rongcheng.foundation.code.types import IssuedCode
from rongcheng.foundation.people.public import get_resident
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor

TAKE_TURNS = """
-- Stand in line with every other binding of this resident; the end of the transaction lets go.
select pg_advisory_xact_lock(hashtextextended(%s, 0))
"""
LONGEST_LABEL = 40
REVOCATION_REASONS = ("lost", "replaced", "withdrawn", "unused")
"""Why a phone or card stops: lost or stolen, replaced, withdrawn by a clerk, no longer used."""


def bind_phone(
    actor: Actor,
    *,
    point: bytes,
    possession: bytes,
    label: str = "",
    replaces: int | None = None,
    transit: Transit = NO_TRANSIT,
) -> IssuedCode:
    """Bind a phone's key to the signed-in resident and issue its credential (绑定手机).

    The same request again gives the same credential. `replaces` names the phone that stops in the
    same transaction. Raises KeyNotPossessed, KeyBoundElsewhere, CarrierRevoked, TooManyPhones.
    """
    person_id = _person_of(actor)
    check_possession(person_id, point, possession)
    with transaction.atomic():
        _take_turns(person_id)
        resident = get_resident(person_id)
        if replaces is not None:
            revoke_carrier(actor, replaces, reason="replaced")
        draft = Carrier(
            person_id=person_id,
            metro=resident.metro,
            city=resident.home_city,
            kind=CodeKind.PHONE,
            label=label[:LONGEST_LABEL],
            point=point,
            registered_at=get_clock().now(),
        )
        Carrier.objects.bulk_create([draft], ignore_conflicts=True)
        carrier = Carrier.objects.select_for_update().get(point=point)
        if carrier.person_id != person_id:
            raise KeyBoundElsewhere()
        if carrier.revoked_at is not None:
            raise CarrierRevoked()
        _refuse_too_many(person_id)
        return current_or_new(carrier, transit=transit)


def renew_code(actor: Actor, carrier_id: int) -> IssuedCode:
    """Return the phone's credential, a new one once a third of its time is over (续期).

    Raises CarrierNotFound or CarrierRevoked.
    """
    with transaction.atomic():
        carrier = _own_carrier(actor, carrier_id)
        if carrier.revoked_at is not None:
            raise CarrierRevoked()
        return current_or_new(carrier)


def revoke_carrier(actor: Actor, carrier_id: int, *, reason: str) -> bool:
    """Stop a phone or card for ever (停用); False if it was stopped already.

    Online it is refused at once, offline with the next status list. Raises CarrierNotFound.
    """
    assert reason in REVOCATION_REASONS
    with transaction.atomic():
        carrier = _own_carrier(actor, carrier_id)
        if carrier.revoked_at is not None:
            return False
        Carrier.objects.filter(id=carrier.id).update(
            revoked_at=get_clock().now(), revoked_reason=reason
        )
    return True


def issue_card(person_id: UUID, *, replaces: int | None = None) -> IssuedCode:
    """Issue a printed card to a resident who stands at a window (办理纸质卡), one at a time.

    The clerk's room checks who she is and leaves the access record. `replaces` names the card in
    use, which stops. Sent again, it gives the card that the first one made, as does an order for a
    card where one is in use. Raises ResidentNotFound.
    """
    with transaction.atomic():
        resident = get_resident(person_id)
        _take_turns(person_id)
        cards = Carrier.objects.filter(person_id=person_id, kind=CodeKind.CARD)
        in_use = cards.select_for_update().filter(revoked_at__isnull=True).first()
        if in_use is not None and in_use.id != replaces:
            return current_or_new(in_use)
        if in_use is not None:
            holder = Actor("resident", str(person_id), person_id=person_id, metro=resident.metro)
            revoke_carrier(holder, in_use.id, reason="replaced")
        carrier = Carrier.objects.create(
            person_id=person_id,
            metro=resident.metro,
            city=resident.home_city,
            kind=CodeKind.CARD,
            registered_at=get_clock().now(),
        )
        return current_or_new(carrier)


def card_text(card: IssuedCode) -> str:
    """Return what the QR of a printed card holds (纸质卡上的码)."""
    return code_text(card.signed)


def _person_of(actor: Actor) -> UUID:
    if actor.kind != "resident" or actor.person_id is None:
        raise ResidentOnly()
    return actor.person_id


def _own_carrier(actor: Actor, carrier_id: int) -> Carrier:
    """Return a carrier of the actor, locked, so that what follows happens once."""
    rows = Carrier.objects.visible_to(actor).select_for_update()
    found: Carrier | None = rows.filter(id=carrier_id).first()
    if found is None:
        raise CarrierNotFound(carrier=carrier_id)
    return found


def _refuse_too_many(person_id: UUID) -> None:
    phones = Carrier.objects.filter(
        person_id=person_id, kind=CodeKind.PHONE, revoked_at__isnull=True
    )
    if phones.count() > MOST_PHONES:
        raise TooManyPhones(most=MOST_PHONES)


def _take_turns(person_id: UUID) -> None:
    """Let bindings of one resident follow one another until the transaction ends."""
    # Without it two phones bound at once would each be counted without the other.
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURNS, [f"code:{person_id}"])
