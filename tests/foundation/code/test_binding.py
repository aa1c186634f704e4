"""Binding, renewal and loss of phones, and printed cards: once, for their owner only, for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import Error, IntegrityError, connection, transaction

from rongcheng.foundation.code.actions import (
    bind_phone,
    card_text,
    issue_card,
    renew_code,
    revoke_carrier,
)
from rongcheng.foundation.code.errors import (
    CarrierNotFound,
    CarrierRevoked,
    KeyBoundElsewhere,
    KeyNotPossessed,
    ResidentOnly,
    TooManyPhones,
)
from rongcheng.foundation.code.models import Carrier, Credential, Use
from rongcheng.foundation.code.offline.claims import decode_claims
from rongcheng.foundation.code.offline.cose import point_of_key, read_signed
from rongcheng.foundation.code.offline.types import CodeKind, Purpose
from rongcheng.foundation.code.possession import challenge_for, prove_possession
from rongcheng.foundation.code.queries import get_card, list_carriers, visible_uses
from rongcheng.kernel.clock import FixedClock
from rongcheng.web.actor import SYSTEM, Actor
from tests.foundation.code.phones import MACHINE, bind, chen, lin, rows
from tests.foundation.code.samples import sample_key
from tests.foundation.people.samples import LIN, METRO
from tests.foundation.threads import at_once

pytestmark = pytest.mark.django_db


def test_a_phone_gets_a_credential_that_names_nobody(clock: FixedClock) -> None:
    actor = lin()
    issued = bind(actor)
    claims = decode_claims(read_signed(issued.signed).payload)
    now = int(clock.now().timestamp())
    assert (claims.metro, claims.city) == ("samplemetro", "430300")
    assert claims.holder == point_of_key(sample_key(21).public_key())
    assert (claims.issued_at, claims.expires_at) == (now, now + 30 * 86_400)
    assert claims.purposes == (1, 2, 3, 4, 5)
    assert (claims.list_number, claims.list_index) == (0, issued.carrier)
    said = issued.signed + claims.handle.encode()
    for secret in (LIN.encode(), str(actor.person_id).encode(), "林样例".encode()):
        assert secret not in said
    assert actor.person_id is not None
    assert actor.person_id.bytes not in said


def test_the_same_request_again_gives_the_same_credential(clock: FixedClock) -> None:
    actor = lin()
    first = bind(actor)
    before = rows()
    clock.advance(timedelta(minutes=4))
    again = bind(actor)
    assert again == first._replace(replayed=True)
    assert rows() == before


def test_a_key_is_bound_only_by_who_holds_it_for_whom_just_now(clock: FixedClock) -> None:
    actor, other = lin(), chen()
    assert actor.person_id is not None
    assert other.person_id is not None
    key, stranger = sample_key(21), sample_key(22)
    challenge = challenge_for(actor.person_id)
    wrong = [
        prove_possession(stranger, challenge),
        prove_possession(key, challenge_for(other.person_id)),
        prove_possession(key, bytes(32)),
        prove_possession(key, challenge) + b"\x00",
        b"",
        bytes(5_000),
    ]
    for possession in wrong:
        with pytest.raises(KeyNotPossessed):
            bind(actor, possession=possession)
    with pytest.raises(KeyNotPossessed):
        bind(actor, point=b"\x04" + bytes(64))
    clock.advance(timedelta(minutes=11))
    with pytest.raises(KeyNotPossessed):
        bind(actor, possession=prove_possession(key, challenge))
    assert rows() == (0, 0, 0, 0)


def test_somebody_elses_key_and_who_is_no_resident_are_refused(clock: FixedClock) -> None:
    bind(lin())
    before = rows()
    with pytest.raises(KeyBoundElsewhere):
        bind(chen())
    desk = Actor("staff", "desk-1", role="desk")
    with pytest.raises(ResidentOnly):
        bind_phone(desk, point=b"", possession=b"")
    assert rows() == before


def test_a_credential_is_renewed_once_a_third_of_its_time_is_over(clock: FixedClock) -> None:
    actor = lin()
    first = bind(actor)
    clock.advance(timedelta(days=9))
    assert renew_code(actor, first.carrier) == first._replace(replayed=True)
    clock.advance(timedelta(days=2))
    second = renew_code(actor, first.carrier)
    assert not second.replayed
    assert second.expires_at == first.expires_at + timedelta(days=11)
    handles = set(Credential.objects.values_list("handle", flat=True))
    assert len(handles) == 2
    assert Credential.objects.filter(ended_at__isnull=True).count() == 1
    assert renew_code(actor, first.carrier) == second._replace(replayed=True)


def test_a_new_phone_stops_the_old_one_in_the_same_step(clock: FixedClock) -> None:
    actor = lin()
    old = bind(actor)
    new = bind(actor, sample_key(22), replaces=old.carrier)
    assert bind(actor, sample_key(22), replaces=old.carrier).carrier == new.carrier
    reasons = dict(Carrier.objects.values_list("id", "revoked_reason"))
    assert reasons == {old.carrier: "replaced", new.carrier: ""}
    with pytest.raises(CarrierRevoked):
        renew_code(actor, old.carrier)
    with pytest.raises(CarrierRevoked):
        bind(actor)


def test_a_refused_binding_leaves_the_old_phone_as_it_was(clock: FixedClock) -> None:
    actor = lin()
    old = bind(actor)
    bind(chen(), sample_key(22))
    with pytest.raises(KeyBoundElsewhere):
        bind(actor, sample_key(22), replaces=old.carrier)
    assert Carrier.objects.get(id=old.carrier).revoked_at is None


def test_nobody_touches_another_residents_phone(clock: FixedClock) -> None:
    issued = bind(lin())
    for actor in (chen(), MACHINE, Actor("staff", "clerk-1", role="clerk")):
        for act in (
            lambda who=actor: renew_code(who, issued.carrier),
            lambda who=actor: revoke_carrier(who, issued.carrier, reason="lost"),
        ):
            with pytest.raises(CarrierNotFound):
                act()
    with pytest.raises(CarrierNotFound):
        bind(chen(), sample_key(22), replaces=issued.carrier)
    assert Carrier.objects.get().revoked_at is None


def test_a_phone_is_revoked_once_and_for_ever(clock: FixedClock) -> None:
    actor = lin()
    issued = bind(actor)
    assert revoke_carrier(actor, issued.carrier, reason="lost")
    assert not revoke_carrier(actor, issued.carrier, reason="unused")
    assert Carrier.objects.get().revoked_reason == "lost"


def test_five_phones_are_enough(clock: FixedClock) -> None:
    actor = lin()
    for number in range(31, 36):
        bind(actor, sample_key(number))
    with pytest.raises(TooManyPhones):
        bind(actor, sample_key(36))
    assert Carrier.objects.count() == 5
    first = Carrier.objects.order_by("id")[0].id
    assert bind(actor, sample_key(36), replaces=first)


def test_a_card_is_static_for_desks_and_half_a_year(clock: FixedClock) -> None:
    actor = lin()
    assert actor.person_id is not None
    card = issue_card(actor.person_id)
    claims = decode_claims(read_signed(card.signed).payload)
    assert (claims.kind, claims.holder, claims.uses) == (CodeKind.CARD, b"", 20)
    assert claims.purposes == (1, 2)
    assert claims.expires_at - claims.issued_at == 180 * 86_400
    assert card_text(card).startswith("RC1:")
    second = issue_card(actor.person_id, replaces=card.carrier)
    assert Carrier.objects.get(id=card.carrier).revoked_reason == "replaced"
    assert revoke_carrier(SYSTEM, second.carrier, reason="withdrawn")


def test_a_resident_has_one_card_in_use_and_an_order_sent_twice_makes_one(
    clock: FixedClock,
) -> None:
    actor = lin()
    assert actor.person_id is not None
    first = issue_card(actor.person_id)
    assert issue_card(actor.person_id).carrier == first.carrier
    second = issue_card(actor.person_id, replaces=first.carrier)
    assert second.carrier != first.carrier
    assert issue_card(actor.person_id, replaces=first.carrier).carrier == second.carrier
    assert Carrier.objects.filter(kind=CodeKind.CARD).count() == 2
    with pytest.raises(IntegrityError, match="code_carrier_one_card"), transaction.atomic():
        Carrier.objects.create(
            person_id=actor.person_id, metro=METRO, city="430300", kind=2,
            registered_at=clock.now(),
        )  # fmt: skip


def test_what_is_printed_is_the_card_in_use_of_its_owner_only(clock: FixedClock) -> None:
    actor = lin()
    assert actor.person_id is not None
    card, phone = issue_card(actor.person_id), bind(actor)
    sheet = get_card(actor, card.carrier)
    assert sheet.text == card_text(card)
    assert (sheet.purposes, sheet.uses) == ((Purpose.HEALTH_DESK, Purpose.WINDOW), 20)
    assert (sheet.expires_at - sheet.issued_at).days == 180
    assert sheet.text not in repr(sheet)
    for asker, number in ((actor, phone.carrier), (chen(), card.carrier), (MACHINE, card.carrier)):
        with pytest.raises(CarrierNotFound):
            get_card(asker, number)
    assert [(c.kind, c.uses_left) for c in list_carriers(actor)] == [("phone", None), ("card", 20)]
    revoke_carrier(actor, card.carrier, reason="lost")
    with pytest.raises(CarrierRevoked):
        get_card(actor, card.carrier)


def test_rows_are_visible_to_whom_they_concern_only(clock: FixedClock) -> None:
    actor, other = lin(), chen()
    old = bind(actor)
    new = bind(actor, sample_key(22), replaces=old.carrier)
    found = list_carriers(actor)
    assert [(c.carrier, c.kind, c.label) for c in found] == [
        (new.carrier, "phone", "样例手机"),
        (old.carrier, "phone", "样例手机"),
    ]
    assert (found[0].expires_at, found[1].revoked_reason) == (new.expires_at, "replaced")
    desk = Actor("staff", "desk-1", role="desk")
    for model in (Carrier, Credential):
        counts = [
            model.objects.visible_to(a).count() for a in (actor, other, desk, MACHINE, SYSTEM)
        ]
        assert counts == [2, 0, 0, 0, 2]
    assert [visible_uses(a).count() for a in (actor, SYSTEM, MACHINE)] == [0, 0, 0]


@pytest.mark.parametrize(
    "statement",
    [
        "delete from code_carrier",
        "delete from code_credential",
        "delete from code_issuer_key",
        "set constraints all immediate; truncate code_carrier cascade",
        "update code_carrier set person_id = gen_random_uuid()",
        "update code_credential set expires_at = expires_at + interval '1 day'",
        "update code_issuer_key set signs_until = signs_until + interval '1 day'",
        "update code_carrier set revoked_at = null, revoked_reason = ''",
    ],
)
def test_what_was_issued_only_ends(clock: FixedClock, statement: str) -> None:
    actor = lin()
    revoke_carrier(actor, bind(actor).carrier, reason="lost")
    with pytest.raises(Error, match="refused"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_one_phone_bound_many_times_at_once_is_bound_once() -> None:
    actor = lin()
    assert actor.person_id is not None
    possession = prove_possession(sample_key(21), challenge_for(actor.person_id))
    found = at_once([lambda: bind(actor, possession=possession)] * 8)
    assert {issued.signed for issued in found} == {found[0].signed}
    assert sum(not issued.replayed for issued in found) == 1
    assert (Carrier.objects.count(), Credential.objects.count(), Use.objects.count()) == (1, 1, 0)


@pytest.mark.django_db(transaction=True)
def test_phones_bound_at_once_are_all_counted() -> None:
    actor = lin()
    for number in range(31, 35):
        bind(actor, sample_key(number))
    found = at_once([lambda n=n: bind(actor, sample_key(n)) for n in range(35, 41)])
    assert sum(isinstance(answer, TooManyPhones) for answer in found) == 5
    assert Carrier.objects.count() == 5
