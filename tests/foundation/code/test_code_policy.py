"""The terms of codes are policy: a change speaks for what is issued from then on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rongcheng.foundation.code.actions import issue_card, renew_code
from rongcheng.foundation.code.errors import TooManyPhones
from rongcheng.foundation.code.lists import (
    get_status_list,
    list_status_lists,
    publish_status_lists,
)
from rongcheng.foundation.code.models import Carrier, Credential
from rongcheng.foundation.code.offline.types import Purpose
from rongcheng.foundation.code.tasks import keep_fresh
from rongcheng.foundation.code.terms import code_terms, purposes_for, verifying_purposes
from rongcheng.foundation.institutions.public import sync_institutions
from rongcheng.kernel.clock import FixedClock
from rongcheng.policy.errors import NotPublished
from rongcheng.web.actor import SYSTEM, Actor
from tests.foundation.code.phones import bind, lin
from tests.foundation.code.policy import publish_code_policy
from tests.foundation.code.samples import sample_key
from tests.foundation.institutions.test_sync import Book, hospital
from tests.foundation.people.samples import METRO

pytestmark = pytest.mark.django_db


def test_the_samples_are_those_of_the_packs(clock: FixedClock) -> None:
    terms = code_terms(METRO, "430300")
    assert terms == (timedelta(days=30), 5, timedelta(days=180), 20)
    assert verifying_purposes(METRO, "430100", "hospital") == (Purpose.HEALTH_DESK,)
    assert verifying_purposes(METRO, "430100", "bank") == ()


def test_a_desk_a_window_and_a_system_verify_for_their_own_business(clock: FixedClock) -> None:
    sync_institutions(Book(hospital(1), hospital(2)._replace(kind="park")))
    desk, park = (f"H4301020000{serial}" for serial in (1, 2))
    allowed = {
        Actor("staff", "d", role="desk", institution=desk, metro=METRO): (Purpose.HEALTH_DESK,),
        Actor("staff", "p", role="desk", institution=park, metro=METRO): (Purpose.PARK,),
        Actor("machine", park, institution=park, metro=METRO): (Purpose.PARK,),
        Actor("staff", "c", role="clerk", city="430300", metro=METRO): (Purpose.WINDOW,),
        Actor("staff", "f", role="fund", city="430300", metro=METRO): (),
        SYSTEM: (),
    }
    assert {actor: purposes_for(actor) for actor in allowed} == allowed


def test_a_change_counts_for_new_codes_and_cards_only(clock: FixedClock) -> None:
    actor = lin()
    assert actor.person_id is not None
    phone, card = bind(actor), issue_card(actor.person_id)
    publish_code_policy(METRO, phone_days=10, card_days=7, card_uses=3)
    assert renew_code(actor, phone.carrier) == phone._replace(replayed=True)
    other = issue_card(actor.person_id, replaces=card.carrier)
    assert (other.expires_at - other.issued_at).days == 7
    assert Credential.objects.get(carrier=other.carrier).uses == 3
    assert Credential.objects.get(carrier=card.carrier).uses == 20
    clock.advance(timedelta(days=11))
    renewed = renew_code(actor, phone.carrier)
    assert (renewed.expires_at - renewed.issued_at).days == 10


def test_a_lower_number_of_phones_stops_none_and_lets_none_in(clock: FixedClock) -> None:
    actor = lin()
    issued = [bind(actor, sample_key(number)) for number in (31, 32, 33)]
    publish_code_policy(METRO, phone_most=2)
    assert bind(actor, sample_key(33)).carrier == issued[2].carrier
    with pytest.raises(TooManyPhones) as refused:
        bind(actor, sample_key(34))
    assert "2" in refused.value.message("zh")
    assert Carrier.objects.filter(revoked_at__isnull=True).count() == 3


def test_a_status_list_speaks_as_long_as_policy_says(clock: FixedClock) -> None:
    publish_code_policy(METRO, status_list_hours=6)
    publish_status_lists(METRO)
    row = get_status_list(METRO, 0)
    assert row.expires_at - row.issued_at == timedelta(hours=6)


def test_a_metro_area_without_codes_keeps_none_of_the_others_from_their_lists(
    clock: FixedClock,
) -> None:
    publish_code_policy("aaaa", codes=False)
    assert keep_fresh() == 2
    assert list_status_lists() == [("othermetro", 0), (METRO, 0)]


def test_without_policy_no_code_is_issued(clock: FixedClock) -> None:
    with pytest.raises(NotPublished):
        code_terms("nowhere", "430300")
    assert Carrier.objects.count() == 0
