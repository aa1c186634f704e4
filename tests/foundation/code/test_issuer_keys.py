"""Issuer keys: made once, sealed, followed in time, withdrawn when they must be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from rongcheng.foundation.code.actions import issue_card
from rongcheng.foundation.code.errors import IssuerKeyUnknown
from rongcheng.foundation.code.keys import (
    ensure_keys,
    published_keys,
    signing_key,
    withdraw_key,
)
from rongcheng.foundation.code.lists import publish_status_lists
from rongcheng.foundation.code.models import IssuerKey
from rongcheng.kernel.clock import FixedClock
from tests.foundation.code.phones import lin
from tests.foundation.code.policy import publish_code_policy
from tests.foundation.threads import at_once

pytestmark = pytest.mark.django_db
METRO = "samplemetro"


def test_a_key_is_made_once_and_its_secret_lies_sealed(clock: FixedClock) -> None:
    first = ensure_keys(METRO)
    assert ensure_keys(METRO).id == first.id
    opened = signing_key(METRO)
    secret = opened.private.private_numbers().private_value.to_bytes(32, "big")
    with connection.cursor() as cursor:
        cursor.execute("select k::text from code_issuer_key k")
        (row,) = cursor.fetchone()
    assert secret.hex() not in f"{row} {first!r}"
    assert secret not in bytes(first.private_sealed)
    assert ensure_keys("othermetro").id != first.id


def test_the_next_key_is_published_a_week_before_it_signs(clock: FixedClock) -> None:
    first = ensure_keys(METRO)
    clock.advance(timedelta(days=165))
    assert ensure_keys(METRO).number == 1
    assert len(published_keys()) == 1
    clock.advance(timedelta(days=2))
    assert ensure_keys(METRO).number == 1
    assert len(published_keys()) == 2
    clock.advance(timedelta(days=6))
    assert ensure_keys(METRO).number == 2
    second = IssuerKey.objects.get(number=2)
    assert second.signs_from == first.signs_until - timedelta(days=7)
    assert len(published_keys()) == 2


def test_a_key_stays_published_until_all_that_it_signed_has_expired(clock: FixedClock) -> None:
    first = ensure_keys(METRO)
    clock.advance(timedelta(days=170))
    actor = lin()
    assert actor.person_id is not None
    issue_card(actor.person_id)
    # Policy that shortens cards later speaks for new ones: those that are out keep their key.
    publish_code_policy(METRO, card_days=1, phone_days=1, status_list_hours=1)
    clock.advance(timedelta(days=179))
    assert published_keys().find(bytes(first.key_id)) is not None
    clock.advance(timedelta(days=1))
    assert published_keys().find(bytes(first.key_id)) is None


def test_a_key_stays_published_as_long_as_its_last_status_list_speaks(clock: FixedClock) -> None:
    first = ensure_keys(METRO)
    publish_status_lists(METRO)
    clock.advance(timedelta(days=180, hours=23))
    assert published_keys().find(bytes(first.key_id)) is not None
    clock.advance(timedelta(hours=2))
    assert published_keys().find(bytes(first.key_id)) is None


def test_policy_of_keys_speaks_for_the_next_key(clock: FixedClock) -> None:
    first = ensure_keys(METRO)
    publish_code_policy(METRO, key_sign_days=30, key_ahead_days=90)
    assert ensure_keys(METRO).id == first.id
    clock.set(first.signs_until - timedelta(days=15))
    assert ensure_keys(METRO).number == 1
    second = IssuerKey.objects.get(number=2)
    assert second.signs_from == first.signs_until - timedelta(days=7, hours=12)
    assert second.signs_until - second.signs_from == timedelta(days=30)
    for _ in range(3):
        ensure_keys(METRO)
    assert IssuerKey.objects.filter(metro=METRO).count() == 2


def test_after_a_long_sleep_a_new_key_signs_at_once(clock: FixedClock) -> None:
    ensure_keys(METRO)
    clock.advance(timedelta(days=400))
    assert ensure_keys(METRO).number == 2


def test_a_withdrawn_key_neither_signs_nor_is_published(clock: FixedClock) -> None:
    first = ensure_keys(METRO)
    withdraw_key(METRO, bytes(first.key_id))
    withdraw_key(METRO, bytes(first.key_id))
    assert published_keys().find(bytes(first.key_id)) is None
    assert ensure_keys(METRO).number == 2
    with pytest.raises(IssuerKeyUnknown):
        withdraw_key(METRO, b"12345678")


@pytest.mark.django_db(transaction=True)
def test_many_processes_make_one_key() -> None:
    made = at_once([lambda: ensure_keys(METRO).key_id.hex()] * 8)
    assert len(set(made)) == 1
    assert IssuerKey.objects.count() == 1
