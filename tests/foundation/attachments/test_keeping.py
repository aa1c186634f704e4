"""Papers are kept once, for what they belong to, within the limits, and leave nothing if not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from rongcheng.foundation.attachments import public as attachments
from rongcheng.foundation.attachments.local import LocalStorage
from rongcheng.foundation.attachments.models import Attachment
from rongcheng.foundation.attachments.public import Limits, Placed, Received, attach, store
from rongcheng.kernel.clock import FixedClock
from tests.foundation.attachments.samples import DOCX, LIMITS, MEMBER, PDF, PNG, owner
from tests.foundation.threads import at_once

pytestmark = pytest.mark.django_db


def files_of(storage: LocalStorage) -> list[Path]:
    """Return every file of the storage, drafts as well."""
    return sorted(path for path in storage.root.rglob("*") if path.is_file())


def put(content: bytes, part: str = "m1", name: str = "户口本.pdf") -> Placed:
    """Return a stored file for a part."""
    return Placed(part, store(name, [content], LIMITS))


def test_a_file_lies_sealed_and_private_and_its_row_says_no_name(storage: LocalStorage) -> None:
    (info,) = attach(owner(), [put(PDF)], by="clerk-1", limits=LIMITS)
    (path,) = files_of(storage)
    row = Attachment.objects.get()
    assert path == storage.root / row.file_id.hex[:2] / row.file_id.hex
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert PDF[:8] not in path.read_bytes()
    assert (info.name, info.media_type, info.size) == ("户口本.pdf", "application/pdf", 45)
    assert info.sha256 == "fe9a7d44f4318fec2635607dcacc6755fafe3b997406abe640db9cec5f28ab08"
    with connection.cursor() as cursor:
        cursor.execute("select to_jsonb(a)::text from attachments_attachment a")
        stored = cursor.fetchone()[0]
    assert "户口本" not in stored
    assert info.sha256 not in stored


def test_several_are_stored_with_their_names_and_types() -> None:
    received = attachments.store_many(
        [("a.bin", [PDF[:9], PDF[9:]]), ("b.jpg", [PNG]), ("c", [DOCX])], LIMITS
    )
    assert [one.name for one in received] == ["a.pdf", "b.png", "c.docx"]
    assert [one.size for one in received] == [len(PDF), len(PNG), len(DOCX)]


def broken() -> Iterator[bytes]:
    """A sender that goes away."""
    yield PDF
    raise ConnectionResetError


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ([("a.pdf", [PDF]), ("b.pdf", [b"<svg/>"])], attachments.FileKindRefused),
        ([("a.pdf", [PDF]), ("b.pdf", [])], attachments.FileEmpty),
        ([("a.pdf", [PDF]), ("b.pdf", [PDF, b"0" * 1_000_000])], attachments.FileTooLarge),
        ([("a.pdf", [PDF]), ("b.pdf", broken())], ConnectionResetError),
    ],
)
def test_one_that_is_refused_leaves_nothing_of_any(
    files: list[tuple[str, list[bytes]]], error: type[Exception], storage: LocalStorage
) -> None:
    with pytest.raises(error):
        attachments.store_many(files, LIMITS)
    assert files_of(storage) == []


def test_a_file_of_exactly_the_limit_is_taken() -> None:
    content = PDF + b"0" * (1_000_000 - len(PDF))
    assert store("a.pdf", [content], LIMITS).size == 1_000_000


def test_a_refusal_shows_no_id_number_of_a_name() -> None:
    with pytest.raises(attachments.FileEmpty) as refused:
        store("430302199003071235.pdf", [], LIMITS)
    assert "19900307" not in refused.value.message("zh")


def test_the_same_paper_sent_again_is_there_once(
    storage: LocalStorage, django_capture_on_commit_callbacks: type
) -> None:
    first = attach(owner(), [put(PDF)], by="r", limits=LIMITS)
    before = files_of(storage)
    with django_capture_on_commit_callbacks(execute=True):
        again = attach(owner(), [put(PDF, name="other.pdf")], by="r", limits=LIMITS)
    assert again == first
    assert files_of(storage) == before
    # For another part, or of another case, it is another file.
    attach(owner(), [put(PDF, "m2")], by="r", limits=LIMITS)
    attach(owner("C-2"), [put(PDF)], by="r", limits=LIMITS)
    assert Attachment.objects.count() == 3


def test_one_file_too_many_attaches_none() -> None:
    attach(owner(), [put(PDF, "a"), put(PDF, "b")], by="r", limits=LIMITS)
    with pytest.raises(attachments.TooManyFiles):
        attach(owner(), [put(PDF, "c"), put(PDF, "d")], by="r", limits=LIMITS)
    assert [one.part for one in attachments.list_attachments(owner().kind, "C-1")] == ["a", "b"]
    # What is there already does not count again, and a smaller limit takes nothing away.
    attach(owner(), [put(PDF, "a")], by="r", limits=Limits(1_000_000, 1))


def test_rows_of_several_things_come_in_one_query(django_assert_num_queries: type) -> None:
    for key in ("C-1", "C-2", "C-3"):
        attach(owner(key), [put(PDF)], by="r", limits=LIMITS)
    with django_assert_num_queries(1):
        found = attachments.list_attachments_of(owner().kind, ["C-1", "C-2", "C-9"])
    assert {key: len(rows) for key, rows in found.items()} == {"C-1": 1, "C-2": 1}


def test_one_set_of_papers_serves_another_case_too(storage: LocalStorage) -> None:
    attach(owner(), [put(PDF)], by="r", limits=LIMITS)
    again = attachments.received_again(owner().kind, "C-1")
    (second,) = attach(owner("C-2"), again, by="r", limits=LIMITS)
    assert second.name == "户口本.pdf"
    assert len(files_of(storage)) == 1
    assert len(set(Attachment.objects.values_list("file_id", flat=True))) == 1


def test_a_kind_that_nobody_registered_has_no_files() -> None:
    with pytest.raises(Exception, match="E022"):
        attach(owner(kind="other"), [put(PDF)], by="r", limits=LIMITS)
    assert Attachment.objects.count() == 0


def test_what_is_taken_down_is_gone_at_once_and_destroyed_after_a_day(
    storage: LocalStorage, clock: FixedClock
) -> None:
    (info,) = attach(owner(), [put(PDF)], by="r", limits=LIMITS)
    attachments.remove_attachment(owner(), info.id, by="r")
    attachments.remove_attachment(owner(), info.id, by="somebody later")
    assert attachments.list_attachments(owner().kind, "C-1") == []
    with pytest.raises(attachments.AttachmentUnknown):
        attachments.remove_attachment(owner("C-2"), info.id, by="r")
    age(storage, clock, timedelta(0))
    assert attachments.sweep() == (0, 0, 0)
    clock.advance(timedelta(days=1, seconds=1))
    assert attachments.sweep() == (1, 1, 0)
    assert files_of(storage) == []
    row = Attachment.objects.get()
    assert (bytes(row.envelope_sealed), row.removed_by) == (b"", "r")
    assert attachments.sweep() == (0, 0, 0)


def age(storage: LocalStorage, clock: FixedClock, by: timedelta) -> None:
    """Let every file be that much older than the clock says."""
    moment = (clock.now() - by).timestamp()
    for path in files_of(storage):
        os.utime(path, (moment, moment))


def test_what_nobody_attached_goes_after_a_day_and_nothing_else(
    storage: LocalStorage, clock: FixedClock
) -> None:
    attach(owner(), [put(PDF, "kept")], by="r", limits=LIMITS)
    store("left.pdf", [PDF], LIMITS)
    draft = storage.begin(MEMBER)
    draft.write(b"half")
    age(storage, clock, timedelta(hours=23))
    assert attachments.sweep() == (0, 0, 0)
    age(storage, clock, timedelta(hours=25))
    assert attachments.sweep() == (0, 1, 1)
    (left,) = files_of(storage)
    assert left.name == Attachment.objects.get().file_id.hex
    draft.drop()


def test_a_backup_takes_each_file_once_as_it_lies(storage: LocalStorage) -> None:
    attach(owner(), [put(PDF)], by="r", limits=LIMITS)
    attach(owner("C-2"), attachments.received_again(owner().kind, "C-1"), by="r", limits=LIMITS)
    (info,) = attach(owner("C-3"), [put(PNG)], by="r", limits=LIMITS)
    attachments.remove_attachment(owner("C-3"), info.id, by="r")
    store("left.pdf", [PDF], LIMITS)
    with connection.cursor() as cursor:
        taken = list(attachments.files_in_use(cursor.execute))
    # What was taken down is there until it is destroyed.
    assert {file_id for file_id, _ in taken} == set(
        Attachment.objects.values_list("file_id", flat=True)
    )
    assert len(taken) == 2
    for file_id, opener in taken:
        with opener() as file:
            assert file.read() == storage.path_of(file_id).read_bytes()


@pytest.mark.parametrize(
    "change",
    [
        "owner_key = 'C-2'",
        "envelope_sealed = ''",
        "file_id = gen_random_uuid()",
        "person_id = null",
        "removed_at = now(), removed_by = 'x', size = 1",
    ],
)
def test_a_row_refuses_every_other_change(change: str) -> None:
    attach(owner(), [put(PDF)], by="r", limits=LIMITS)
    before = Attachment.objects.values().get()
    for statement in (f"update attachments_attachment set {change}", "delete from {table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table="attachments_attachment"))
    assert Attachment.objects.values().get() == before


def received_many(count: int) -> list[Received]:
    """Return stored files of different content."""
    return [store("a.pdf", [PDF, bytes([number])], LIMITS) for number in range(count)]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_pass_the_limit_together() -> None:
    received = received_many(6)

    def one(place: int) -> int:
        try:
            with transaction.atomic():
                attach(owner(), [Placed("m", received[place])], by="r", limits=LIMITS)
        except attachments.TooManyFiles:
            return 0
        return 1

    assert sum(at_once([lambda place=place: one(place) for place in range(6)])) == 3
    assert Attachment.objects.count() == 3
