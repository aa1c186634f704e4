"""Access records: residents see who looked, and no record is ever changed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import Error, connection, transaction

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.access.public import record_access, records_about
from rongcheng.foundation.outbox.public import ClearIdNumber
from rongcheng.kernel.clock import FixedClock
from rongcheng.web.actor import SYSTEM, Actor

pytestmark = pytest.mark.django_db

LIN = UUID("018f0000-0000-7000-8000-000000000001")
CHEN = UUID("018f0000-0000-7000-8000-000000000002")
DESK = Actor("staff", "desk-1", label="样例医院服务台", role="desk", institution="H43010299999")


def look(*persons: UUID, purpose: str = "settlement", actor: Actor = DESK) -> None:
    """Leave a record of a look at these persons."""
    record_access(
        actor=actor,
        application="health",
        purpose=purpose,
        persons=persons,
        data_kinds=["insurance", "settlement"],
        request_id="request-1",
    )


def test_a_resident_reads_who_looked_newest_first(clock: FixedClock) -> None:
    look(LIN, CHEN, purpose="check")
    clock.advance(timedelta(minutes=1))
    look(LIN)
    settled, asked = records_about(LIN)
    assert (settled.purpose, settled.at) == ("settlement", clock.now())
    assert (asked.purpose, asked.actor_label) == ("check", "样例医院服务台")
    assert asked.data_kinds == ("insurance", "settlement")
    assert [record.purpose for record in records_about(CHEN)] == ["check"]


def test_a_record_does_not_tell_of_others() -> None:
    look(LIN, CHEN)
    (record,) = records_about(LIN)
    assert str(CHEN) not in str(record)


def test_acting_for_somebody_is_told() -> None:
    daughter = Actor("resident", str(CHEN), label="陈样例", person_id=CHEN)
    record_access(
        actor=daughter,
        application="web",
        purpose="self",
        persons=[LIN],
        data_kinds=[],
        acting_for=LIN,
    )
    assert records_about(LIN)[0].acting_for == LIN


def test_a_look_at_nobody_leaves_nothing() -> None:
    look()
    assert AccessRecord.objects.count() == 0


def test_pages_go_on_from_the_last_record() -> None:
    purposes = ["check", "trial", "settlement", "query", "explain"]
    for purpose in purposes:
        look(LIN, purpose=purpose)
    first = records_about(LIN, 2)
    second = records_about(LIN, 2, before=first[-1].id)
    assert [r.purpose for r in first + second] == ["explain", "query", "settlement", "trial"]


def test_rows_are_visible_to_whom_they_concern_only() -> None:
    look(LIN)
    lin = Actor("resident", str(LIN), person_id=LIN)
    chen = Actor("resident", str(CHEN), person_id=CHEN)
    seen = [AccessRecord.objects.visible_to(a).count() for a in (lin, chen, DESK, SYSTEM)]
    assert seen == [1, 0, 0, 1]


def test_no_id_number_enters_a_record() -> None:
    careless = Actor("staff", "desk-1", label="查 430302199003071235")
    with pytest.raises(ClearIdNumber):
        look(LIN, actor=careless)
    assert AccessRecord.objects.count() == 0


def test_a_record_by_plain_sql_needs_no_time_and_names_somebody() -> None:
    insert = (
        "insert into access_record (actor_kind, actor_id, actor_label, application, purpose, "
        "persons) values ('machine', 'H43010299999', '样例医院', 'hsa', '1101', %s::uuid[])"
    )
    with connection.cursor() as cursor:
        cursor.execute(insert, [[LIN]])
    assert records_about(LIN)[0].actor_label == "样例医院"
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(insert, [[]])
    assert AccessRecord.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "update access_record set purpose = 'other'",
        "delete from access_record",
        "truncate access_record",
    ],
)
def test_no_record_is_ever_changed(statement: str) -> None:
    look(LIN)
    before = records_about(LIN)
    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(caught.value.__cause__, psycopg.Error)
    assert caught.value.__cause__.sqlstate == "RC007"
    assert records_about(LIN) == before


def test_the_index_by_person_serves_the_question() -> None:
    look(LIN)
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            "explain select * from access_record where persons @> array[%s::uuid]", [LIN]
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "access_record_persons" in plan
