"""A file goes out past one door: the row filter of what it belongs to, and a record of the look."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.test import RequestFactory

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.attachments import owners
from rongcheng.foundation.attachments import public as attachments
from rongcheng.foundation.attachments.local import LocalStorage
from rongcheng.foundation.attachments.models import Attachment
from rongcheng.foundation.attachments.pages import download
from rongcheng.foundation.attachments.public import AttachmentUnknown, open_for
from rongcheng.kernel.errors import SealBroken
from rongcheng.web.actor import Actor, NotEntrusted
from tests.foundation.append_only import triggers_off
from tests.foundation.attachments.samples import LIMITS, MEMBER, PDF, owner

pytestmark = pytest.mark.django_db

RESIDENT = Actor("resident", str(MEMBER), person_id=MEMBER)
OTHER = Actor("resident", "x", person_id=UUID(int=9))
CLERK = Actor("staff", "clerk-1", role="clerk", city="430300")
ELSEWHERE = Actor("staff", "clerk-2", role="clerk", city="430100")
DAUGHTER = Actor("resident", "d", acting_for=MEMBER, acting_name="样例", matters=frozenset())
LARGE = PDF + b"0123456789" * 20_000


@pytest.fixture
def paper() -> UUID:
    """A file of more than three chunks that belongs to the sample case."""
    received = attachments.store("结婚证 1.pdf", [LARGE], LIMITS)
    placed = [attachments.Placed("m1", received)]
    return attachments.attach(owner(), placed, by="r", limits=LIMITS)[0].id


def get(actor: Actor | None, paper: UUID) -> StreamingHttpResponse | HttpResponseRedirect:
    """Ask for a file as somebody."""
    request = RequestFactory().get(f"/attachments/{paper}")
    request._rongcheng_actor = actor  # type: ignore[attr-defined]
    answer = download(request, paper)
    assert isinstance(answer, StreamingHttpResponse | HttpResponseRedirect)
    return answer


@pytest.mark.parametrize(
    ("actor", "purpose"), [(RESIDENT, "self"), (CLERK, "materials")], ids=["resident", "clerk"]
)
def test_whoever_may_see_the_case_gets_the_file_and_leaves_a_record(
    actor: Actor, purpose: str, paper: UUID
) -> None:
    answer = get(actor, paper)
    assert isinstance(answer, StreamingHttpResponse)
    assert b"".join(answer) == LARGE
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == "200045"
    assert answer["Content-Disposition"] == (
        "attachment; filename=\"file.pdf\"; filename*=UTF-8''%E7%BB%93%E5%A9%9A%E8%AF%81%201.pdf"
    )
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    record = AccessRecord.objects.get()
    assert (record.actor_id, record.purpose, record.persons, record.data_kinds) == (
        actor.id,
        purpose,
        [MEMBER],
        ["material"],
    )


@pytest.mark.parametrize("actor", [OTHER, ELSEWHERE], ids=["resident", "clerk"])
def test_to_all_others_it_does_not_exist(actor: Actor, paper: UUID) -> None:
    with pytest.raises(AttachmentUnknown):
        get(actor, paper)
    with pytest.raises(AttachmentUnknown):
        get(actor, UUID(int=5))
    assert AccessRecord.objects.count() == 0


def test_a_visitor_is_led_to_sign_in(paper: UUID) -> None:
    answer = get(None, paper)
    assert isinstance(answer, HttpResponseRedirect)
    assert answer.url == f"/signin?next=%2Fattachments%2F{paper}"


def test_whoever_acts_for_another_opens_it_in_its_matter_only(paper: UUID) -> None:
    for asked in (paper, UUID(int=5)):
        with pytest.raises(NotEntrusted):
            get(DAUGHTER, asked)
    entrusted = Actor(**{**_fields(DAUGHTER), "matters": frozenset({"settlements"})})
    answer = get(entrusted, paper)
    assert isinstance(answer, StreamingHttpResponse)
    assert b"".join(answer) == LARGE
    record = AccessRecord.objects.get()
    assert (record.purpose, record.acting_for) == ("deputy", MEMBER)


def _fields(actor: Actor) -> dict[str, object]:
    return {name: getattr(actor, name) for name in Actor.__slots__}


def test_what_was_taken_down_and_what_is_of_an_unknown_kind_stay_closed(paper: UUID) -> None:
    kinds = dict(owners._kinds)
    owners._kinds.clear()
    with pytest.raises(Exception, match="E022"):
        open_for(RESIDENT, paper)
    owners._kinds.update(kinds)
    attachments.remove_attachment(owner(), paper, by="r")
    with pytest.raises(AttachmentUnknown):
        open_for(RESIDENT, paper)
    assert AccessRecord.objects.count() == 0


def test_a_missing_file_and_a_row_moved_to_another_case_are_told_before_anything_is_sent(
    paper: UUID, storage: LocalStorage
) -> None:
    row = Attachment.objects.get()
    with triggers_off("attachments_attachment"):
        Attachment.objects.update(owner_key="C-2")
    with pytest.raises(SealBroken):
        open_for(RESIDENT, paper)
    with triggers_off("attachments_attachment"):
        Attachment.objects.update(owner_key="C-1")
    assert list(attachments.verify_attachments()) == []
    storage.remove(row.file_id)
    with pytest.raises(attachments.FileMissing):
        open_for(RESIDENT, paper)
    assert AccessRecord.objects.count() == 0


def test_verification_names_what_is_missing_altered_or_exchanged(
    paper: UUID, storage: LocalStorage
) -> None:
    path = storage.path_of(Attachment.objects.get().file_id)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert [(f.reference, f.code) for f in attachments.verify_attachments()] == [
        (str(paper), "kernel.E020")
    ]
    path.unlink()
    assert [f.code for f in attachments.verify_attachments()] == ["attachments.E020"]
    path.write_bytes(whole)
    assert list(attachments.verify_attachments()) == []


def test_an_altered_end_breaks_off_after_what_is_sound(paper: UUID, storage: LocalStorage) -> None:
    path = storage.path_of(Attachment.objects.get().file_id)
    path.write_bytes(path.read_bytes()[:-1])
    answer = iter(get(RESIDENT, paper))
    assert b"".join(next(answer) for _ in range(2)) == LARGE[:131_072]
    with pytest.raises(SealBroken):
        next(answer)
