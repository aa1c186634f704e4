"""A large file passes through in little memory, both ways (run by `make soak`)."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from rongcheng.foundation.attachments import public as attachments
from rongcheng.foundation.attachments.public import Limits, Placed, receives_files, uploads_of
from rongcheng.web.actor import Actor
from tests.foundation.attachments.samples import MEMBER, PDF, archive, owner

pytestmark = [pytest.mark.django_db, pytest.mark.soak]

SIZE = 50_000_000
LIMITS = Limits(60_000_000, 1)
RESIDENT = Actor("resident", str(MEMBER), person_id=MEMBER)
HEAD = (
    b'--edge\r\nContent-Disposition: form-data; name="m"; filename="a.pdf"\r\n'
    b"Content-Type: application/pdf\r\n\r\n"
)
TAIL = b"\r\n--edge--\r\n"


class Wire(io.RawIOBase):
    """A connection on which a form comes in, made as it is read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._left = parts, b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: bytearray) -> int:  # type: ignore[override]
        self._left = self._left or next(self._parts, b"")
        count = min(len(target), len(self._left))
        target[:count], self._left = self._left[:count], self._left[count:]
        return count


def form(beginning: bytes) -> Iterator[bytes]:
    """Yield a form with one file of fifty megabytes."""
    yield HEAD + beginning
    left = SIZE - len(beginning)
    while left:
        yield b"\0" * min(left, 65_536)
        left -= min(left, 65_536)
    yield TAIL


@receives_files(lambda request: LIMITS)
def page(request: HttpRequest) -> HttpResponse:
    """Take a file and attach it."""
    placed = [Placed("m", received) for received in uploads_of(request).of("m")]
    attached = attachments.attach(owner(), placed, by="r", limits=LIMITS)
    return HttpResponse(str(attached[0].id) if attached else "")


def sent(beginning: bytes) -> HttpRequest:
    """Return the request of that form."""
    wire = io.BufferedReader(Wire(form(beginning)), 65_536)
    request = RequestFactory().generic(
        "POST",
        "/x",
        b"-",
        content_type="multipart/form-data; boundary=edge",
        CONTENT_LENGTH=str(SIZE + len(HEAD) + len(TAIL)),
        **{"wsgi.input": wire},
    )
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize("beginning", [PDF, archive("a.txt")[:20]], ids=["pdf", "archive"])
def test_fifty_megabytes_come_and_go_in_four(beginning: bytes) -> None:
    tracemalloc.start()
    page(sent(beginning))
    _, most_in = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    size = 0
    for info in attachments.list_attachments(owner().kind, "C-1"):
        for piece in attachments.open_for(RESIDENT, info.id).content:
            size += len(piece)
    _, most_out = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"at most {most_in:,} bytes on the way in, {most_out:,} on the way out")
    assert size == (SIZE if beginning == PDF else 0)
    assert most_in < 4_000_000
    assert most_out < 4_000_000
