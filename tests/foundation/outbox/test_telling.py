"""Emitting events and notices: in the transaction, once for a key, without ID numbers."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from rongcheng.foundation.outbox.models import Notice, OutboxEvent
from rongcheng.foundation.outbox.public import (
    ClearIdNumber,
    NotInTransaction,
    emit,
    mark_read,
    notices_of,
    notify,
    refuse_id_numbers,
)
from rongcheng.kernel.clock import FixedClock
from rongcheng.web.actor import SYSTEM, Actor

# Check digit valid, holder invented; see the table of sample numbers in the domain library.
SAMPLE_NUMBER = "430302199003071235"


@pytest.mark.django_db(transaction=True)
def test_an_event_belongs_into_a_transaction() -> None:
    with pytest.raises(NotInTransaction):
        emit("sample.happened", "k", {})
    assert OutboxEvent.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "payload",
    [
        {"certno": SAMPLE_NUMBER},
        {"deep": [{"text": f"证件 {SAMPLE_NUMBER}。"}]},
        {SAMPLE_NUMBER: 1},
        {"certno": "11010519491231002x"},
    ],
)
def test_no_id_number_is_stored_in_clear(payload: dict[str, object], resident_id: UUID) -> None:
    with pytest.raises(ClearIdNumber) as caught, transaction.atomic():
        emit("sample.happened", "k", payload)
    assert SAMPLE_NUMBER not in str(caught.value)
    with pytest.raises(ClearIdNumber):
        notify(resident_id, "k", "sample.title", payload)
    assert OutboxEvent.objects.count() == 0
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    [
        "43019912345678901234",  # a person number, twenty digits
        "430302199003071236",  # the check digit does not fit
        "H43028100255202602280930000001",  # a message id
        "430302199013071235",  # no such month
    ],
)
def test_other_numbers_pass(text: str) -> None:
    refuse_id_numbers({"a": text}, "sample")


@pytest.mark.django_db
def test_a_notice_is_told_once_and_read_once(clock: FixedClock, resident_id: UUID) -> None:
    other = UUID("018f0000-0000-7000-8000-000000000002")
    notify(resident_id, "visit-1", "health.settled", {"paid": "160.00"})
    clock.advance(timedelta(minutes=1))
    notify(resident_id, "visit-1", "health.settled", {"paid": "160.00"})
    notify(resident_id, "visit-2", "health.settled", {"paid": "5.00"})
    notify(other, "visit-3", "health.settled", {})
    second, first = notices_of(resident_id)
    assert (first.title_key, dict(first.params)) == ("health.settled", {"paid": "160.00"})
    assert (first.created_at, first.read_at) == (clock.now() - timedelta(minutes=1), None)
    assert dict(second.params) == {"paid": "5.00"}
    assert mark_read(other, first.id) is False
    assert mark_read(resident_id, first.id) is True
    assert mark_read(resident_id, first.id) is False
    assert [notice.read_at for notice in notices_of(resident_id)] == [None, clock.now()]


@pytest.mark.django_db
def test_a_notice_is_visible_to_whom_it_tells_something(resident_id: UUID) -> None:
    notify(resident_id, "visit-1", "health.settled", {})
    me = Actor("resident", str(resident_id), person_id=resident_id)
    other = Actor("resident", "x", person_id=UUID(int=2))
    desk = Actor("staff", "x", role="desk")
    seen = [Notice.objects.visible_to(actor).count() for actor in (me, other, desk, SYSTEM)]
    assert seen == [1, 0, 0, 1]


@pytest.mark.django_db
def test_a_notice_by_plain_sql_needs_only_its_own_columns(resident_id: UUID) -> None:
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(
                "insert into outbox_notice (person_id, key, title_key, params) "
                "values (%s, 'k', 'sample.title', '{}') on conflict (key) do nothing",
                [resident_id],
            )
    assert len(notices_of(resident_id)) == 1
