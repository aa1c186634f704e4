"""The chain over access records: sealed once, and whatever is tampered with is named."""

from __future__ import annotations

import json
import threading
from functools import partial
from pathlib import Path

import psycopg
import pytest
from django.db import Error, connection, transaction

from rongcheng.foundation.access import chain, sealing
from rongcheng.foundation.access.anchor import FILE_NAME, Anchor, read_anchor, write_anchor
from rongcheng.foundation.access.errors import AnchorBroken
from rongcheng.foundation.access.models import AccessBatch, AccessRecord
from rongcheng.foundation.access.public import chain_end, seal_records, verify_access
from tests.foundation.access.conftest import CHEN, LIN, as_superuser, look
from tests.foundation.threads import at_once

pytestmark = pytest.mark.django_db


def faults(kept: Anchor | None = None) -> list[tuple[str, str]]:
    """Return code and place of every fault."""
    return [(fault.code, fault.reference) for fault in verify_access(kept)]


def ids() -> list[int]:
    """Return the records' ids in order."""
    return list(AccessRecord.objects.order_by("id").values_list("id", flat=True))


@pytest.fixture
def sealed() -> list[int]:
    """Have seven records in batches of three, three and one."""
    for number in range(7):
        look(LIN, number=f"request-{number}")
    assert seal_records(batch=3) == 7
    return ids()


def test_records_are_sealed_once_in_bounded_batches(sealed: list[int]) -> None:
    rows = list(AccessBatch.objects.order_by("sequence"))
    assert [row.record_count for row in rows] == [3, 3, 1]
    assert [(row.first_record, row.last_record) for row in rows] == [
        (sealed[0], sealed[2]),
        (sealed[3], sealed[5]),
        (sealed[6], sealed[6]),
    ]
    assert [row.key_version for row in rows] == [2, 2, 2]
    assert seal_records() == 0
    assert faults() == []


def test_a_run_that_is_cut_off_goes_on_where_it_was() -> None:
    for _ in range(5):
        look(LIN, CHEN)
    assert seal_records(batch=2, most_batches=1) == 2
    assert seal_records(batch=2) == 3
    assert faults() == []


def test_nothing_to_seal_is_no_batch() -> None:
    assert seal_records() == 0
    assert chain_end() is None
    assert faults() == []


def test_the_chain_covers_every_column() -> None:
    assert set(chain.COLUMNS) == {field.column for field in AccessRecord._meta.concrete_fields}


def test_the_end_is_noted_outside_the_database(sealed: list[int], data_folder: Path) -> None:
    noted = json.loads((data_folder / FILE_NAME).read_text("utf-8"))
    end = chain_end()
    assert end is not None
    assert (noted["sequence"], noted["digest"]) == (3, end.digest)
    assert (data_folder / FILE_NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "change",
    [
        "purpose = 'trial'",
        "actor_label = '别人'",
        "persons = array[gen_random_uuid()]",
        "data_kinds = array['identity']",
        "at = at - interval '1 hour'",
        "written_at = written_at - interval '1 hour'",
        "institution = ''",
        "request_id = 'request-9'",
    ],
)
def test_an_altered_record_is_named(sealed: list[int], change: str) -> None:
    with as_superuser() as cursor:
        cursor.execute(f"update access_record set {change} where id = %s", [sealed[4]])
    assert faults() == [("access.V005", str(sealed[4]))]


def test_a_deleted_record_is_named(sealed: list[int]) -> None:
    with as_superuser() as cursor:
        cursor.execute("delete from access_record where id = any(%s)", [[sealed[1], sealed[6]]])
    assert faults() == [("access.V006", str(sealed[1])), ("access.V006", str(sealed[6]))]


def test_a_record_inserted_behind_the_chain_is_named(sealed: list[int]) -> None:
    with as_superuser() as cursor:
        cursor.execute("delete from access_record where id = %s", [sealed[2]])
        cursor.execute(
            "insert into access_record (id, actor_kind, actor_id, actor_label, application,"
            " purpose, persons) values (%s, 'system', 's', 's', 'web', 'self', %s::uuid[])",
            [sealed[0] - 1, [LIN]],
        )
    assert faults() == [
        ("access.V007", str(sealed[0] - 1)),
        ("access.V006", str(sealed[2])),
    ]


def test_records_that_changed_places_are_named(sealed: list[int]) -> None:
    with as_superuser() as cursor:
        for old, new in ((sealed[0], 0), (sealed[1], sealed[0]), (0, sealed[1])):
            cursor.execute("update access_record set id = %s where id = %s", [new, old])
    assert faults() == [("access.V008", str(sealed[0])), ("access.V008", str(sealed[1]))]


def test_an_altered_batch_is_named_even_with_its_digest_made_anew(sealed: list[int]) -> None:
    with as_superuser() as cursor:
        cursor.execute("update access_record set purpose = 'trial' where id = %s", [sealed[0]])
    row = AccessBatch.objects.get(sequence=1)
    rows = AccessRecord.objects.filter(id__lte=row.last_record).order_by("id")
    marks = chain.write_marks(rows.values_list(*chain.COLUMNS))
    numbers = chain.Range(1, row.first_record, row.last_record, 3)
    digest = chain.digest_of(numbers, bytes(row.previous), marks)
    with as_superuser() as cursor:
        cursor.execute(
            "update access_batch set marks = %s, digest = %s where sequence = 1", [marks, digest]
        )
    # Whoever has the database alone makes digests, but neither the seal nor the one after it.
    assert faults() == [("access.V004", "#1"), ("access.V003", "#2")]


def test_a_batch_with_altered_numbers_is_named(sealed: list[int]) -> None:
    with as_superuser() as cursor:
        cursor.execute("update access_batch set record_count = 9 where sequence = 2")
    assert faults() == [("access.V002", "#2")]


def test_a_removed_batch_is_named(sealed: list[int]) -> None:
    with as_superuser() as cursor:
        cursor.execute("delete from access_batch where sequence = 2")
    assert faults() == [("access.V001", "#2")]


def test_a_seal_of_another_place_does_not_fit(sealed: list[int]) -> None:
    with as_superuser() as cursor:
        cursor.execute(
            "update access_batch set seal = (select seal from access_batch where sequence = 1)"
            " where sequence = 2"
        )
    assert faults() == [("access.V004", "#2")]


def test_a_chain_cut_off_at_its_end_is_found_and_not_sealed_over(sealed: list[int]) -> None:
    kept = read_anchor()
    assert kept is not None
    with as_superuser() as cursor:
        cursor.execute("delete from access_batch where sequence = 3")
    assert faults() == [("access.V009", f"#3 {kept.digest[:16]}")]
    look(LIN)
    with pytest.raises(AnchorBroken):
        seal_records()
    assert AccessBatch.objects.count() == 2


def test_a_chain_cut_off_with_its_anchor_is_found_by_an_end_kept_elsewhere(
    sealed: list[int], data_folder: Path
) -> None:
    kept = chain_end()
    with as_superuser() as cursor:
        cursor.execute("delete from access_batch where sequence = 3")
    (data_folder / FILE_NAME).unlink()
    assert faults() == []
    assert faults(kept) == [("access.V009", f"#3 {kept.digest[:16] if kept else ''}")]


def test_an_older_anchor_is_fine_and_an_unreadable_one_is_not(
    sealed: list[int], data_folder: Path
) -> None:
    first = AccessBatch.objects.get(sequence=1)
    write_anchor(Anchor(1, bytes(first.digest).hex()))
    look(LIN)
    assert seal_records() == 1
    assert faults() == []
    (data_folder / FILE_NAME).write_text("{", "utf-8")
    assert faults() == [("access.V009", "#0 unreadable")]


def test_a_record_that_waits_too_long_is_named(sealed: list[int]) -> None:
    look(LIN)
    assert faults() == []
    with as_superuser() as cursor:
        cursor.execute(
            "update access_record set written_at = written_at - interval '16 minutes'"
            " where id > %s",
            [sealed[-1]],
        )
    assert faults() == [("access.V010", str(ids()[-1]))]


@pytest.mark.parametrize("table", ["access_batch", "access_withholding", "access_withholding_act"])
@pytest.mark.parametrize("statement", ["delete from {}", "truncate {} cascade"])
def test_what_seals_and_delays_is_append_only(
    sealed: list[int], table: str, statement: str
) -> None:
    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert isinstance(caught.value.__cause__, psycopg.Error)
    assert caught.value.__cause__.sqlstate == "RC007"


@pytest.mark.django_db(transaction=True)
def test_a_lower_id_that_commits_late_is_sealed_exactly_once() -> None:
    drawn, commit = threading.Event(), threading.Event()

    def write_slowly() -> None:
        try:
            with transaction.atomic():
                look(CHEN, number="slow")
                drawn.set()
                assert commit.wait(20)
        finally:
            connection.close()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    assert drawn.wait(20)
    look(LIN, number="fast")
    # The fast record has the higher id and is visible; the lower one is not, so neither is sealed.
    assert sealing.find_safe_id(patience=0.2) is None
    assert seal_records(patience=0.2) == 0
    commit.set()
    slow.join()
    assert seal_records() == 2
    (batch,) = AccessBatch.objects.all()
    assert [number for number, _ in chain.read_marks(bytes(batch.marks))] == ids()
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_runs_beside_writers_and_one_another_seal_every_record_once() -> None:
    def write(number: int) -> None:
        for turn in range(12):
            with transaction.atomic():
                look(LIN, number=f"w{number}-{turn}")
                if turn % 5 == 4:
                    transaction.set_rollback(True)

    def seal() -> None:
        for _ in range(6):
            seal_records(batch=4)

    assert (
        at_once([partial(write, 1), partial(write, 2), partial(write, 3), seal, seal]) == [None] * 5
    )
    seal_records()
    found = [
        number
        for batch in AccessBatch.objects.order_by("sequence")
        for number, _ in chain.read_marks(bytes(batch.marks))
    ]
    assert found == ids()
    assert len(found) == 30
    assert faults() == []
