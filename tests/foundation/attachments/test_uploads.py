"""A form's files go under seal as they come, and what the page does not take leaves nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from rongcheng.foundation.attachments import public as attachments
from rongcheng.foundation.attachments.local import LocalStorage
from rongcheng.foundation.attachments.public import Limits, Placed, receives_files, uploads_of
from tests.foundation.attachments.samples import LIMITS, PDF, PNG, owner

pytestmark = pytest.mark.django_db

TEN_KB = Limits(10_000, 2)


def posted(checked: bool = False, **fields: object) -> HttpRequest:
    """Return a form as a browser sends it."""
    request = RequestFactory().post("/x", fields)
    request._dont_enforce_csrf_checks = not checked  # type: ignore[attr-defined]
    return request


def file(content: bytes = PDF, name: str = "a.pdf") -> SimpleUploadedFile:
    """Return a file of a form; what a browser says of its type is not believed."""
    return SimpleUploadedFile(name, content, "text/html")


def page(
    seen: list[attachments.Uploads], limits: Limits = LIMITS, *, keeps: bool = True
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return a page that takes files and attaches them, or does not."""

    @receives_files(lambda request: limits)
    def view(request: HttpRequest) -> HttpResponse:
        uploads = uploads_of(request)
        seen.append(uploads)
        if keeps:
            placed = [Placed(name, received) for name, received in uploads.received]
            attachments.attach(owner(), placed, by="r", limits=limits)
        return HttpResponse(request.POST.get("words", ""))

    return view


def count(storage: LocalStorage) -> int:
    """Return how many files, drafts as well, lie in the storage."""
    return sum(path.is_file() for path in storage.root.rglob("*"))


def test_files_arrive_by_field_beside_the_words_of_the_form(storage: LocalStorage) -> None:
    seen: list[attachments.Uploads] = []
    answer = page(seen)(posted(words="样例", m1=[file(), file(PNG, "b.exe")], m2=file(name="c")))
    assert answer.content.decode() == "样例"  # type: ignore[attr-defined]
    (uploads,) = seen
    assert [one.name for one in uploads.of("m1")] == ["a.pdf", "b.png"]
    assert [one.media_type for one in uploads.of("m1")] == ["application/pdf", "image/png"]
    assert [one.name for one in uploads.of("m2")] == ["c.pdf"]
    assert uploads.refused == []
    assert [one.part for one in attachments.list_attachments(owner().kind, "C-1")] == [
        "m1",
        "m1",
        "m2",
    ]
    assert count(storage) == 3


def test_the_good_ones_come_and_the_others_are_told_each_by_its_fault(
    storage: LocalStorage,
) -> None:
    seen: list[attachments.Uploads] = []
    page(seen, TEN_KB)(
        posted(
            a=file(b"<svg/>", "x.svg"),
            b=file(PDF + b"0" * 10_000, "big.pdf"),
            c=file(),
            d=file(b"", "empty.pdf"),
            words="read to its end",
        )
    )
    (uploads,) = seen
    assert [name for name, _ in uploads.received] == ["c"]
    assert [why.code for why in uploads.refused] == [
        "attachments.E002",
        "attachments.E001",
        "attachments.E003",
    ]
    assert "big.pdf" in uploads.refused[1].message("zh")
    assert count(storage) == 1


def test_more_files_than_a_case_may_have_are_not_even_read(storage: LocalStorage) -> None:
    seen: list[attachments.Uploads] = []
    page(seen, TEN_KB)(posted(m=[file(name=f"{place}.pdf") for place in range(4)]))
    assert [one.name for one in seen[0].of("m")] == ["0.pdf", "1.pdf"]
    assert [why.code for why in seen[0].refused] == ["attachments.E004"] * 2


def test_what_is_far_too_much_is_refused_before_a_byte_is_read(storage: LocalStorage) -> None:
    request = posted(m=file(PDF + b"0" * 1_100_000))
    with pytest.raises(attachments.UploadTooLarge):
        page([], TEN_KB)(request)
    assert request._read_started is False  # type: ignore[attr-defined]
    assert not storage.root.exists()


def test_a_page_that_takes_nothing_or_breaks_leaves_nothing(storage: LocalStorage) -> None:
    page([], keeps=False)(posted(m=file()))
    assert count(storage) == 0

    @receives_files(lambda request: LIMITS)
    def breaks(request: HttpRequest) -> HttpResponse:
        uploads_of(request)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks(posted(m=file()))
    assert count(storage) == 0


def test_a_form_without_its_token_is_refused_and_leaves_nothing(storage: LocalStorage) -> None:
    seen: list[attachments.Uploads] = []
    answer = page(seen)(posted(checked=True, m=file()))
    assert answer.status_code == 403
    assert seen == []
    assert count(storage) == 0


def test_an_upload_that_breaks_off_leaves_nothing(storage: LocalStorage) -> None:
    whole = RequestFactory().post("/x", {"m": file(PDF + b"0" * 200_000)})
    body = whole.read()[:100_000]
    cut = RequestFactory().generic("POST", "/x", body, content_type=whole.content_type or "")
    cut.META["CONTENT_TYPE"] = whole.META["CONTENT_TYPE"]
    cut._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    seen: list[attachments.Uploads] = []
    page(seen, keeps=False)(cut)
    assert count(storage) == 0


def test_no_page_of_the_house_lets_a_file_lie_in_clear() -> None:
    from django.conf import settings

    assert settings.FILE_UPLOAD_HANDLERS == [
        "django.core.files.uploadhandler.MemoryFileUploadHandler"
    ]
