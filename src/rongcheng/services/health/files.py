"""Files that hospitals send and fetch (接口文件): sealed, each its own, gone after a time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.identifiers import new_id
from rongcheng.services.health.errors import FileUnknown
from rongcheng.services.health.models import InterfaceFile
from rongcheng.services.health.types import Place

FILE_HOURS = 72
"""How long a file may be fetched: a statement of Friday evening until Monday evening."""


class FileTicket(NamedTuple):
    """What a hospital is told of a file: its number, its name, until when it may be fetched."""

    number: str
    filename: str
    expires_at: datetime


class FileContent(NamedTuple):
    """A file as it was sent, and whom it shows."""

    filename: str
    content: bytes
    persons: tuple[UUID, ...]


def new_file_number() -> str:
    """Return a number that no file has yet (文件查询号)."""
    return new_id("F")


def keep_file(
    place: Place,
    filename: str,
    content: bytes,
    at: datetime,
    *,
    number: str = "",
    persons: Collection[UUID] = (),
) -> FileTicket:
    """Keep a file sealed, under a new number unless given, and say until when it may be fetched."""
    number = number or new_file_number()
    row = InterfaceFile.objects.create(
        file_qury_no=number,
        institution_id=place.code,
        filename=filename,
        content_sealed=get_suite().seal(content, number.encode()),
        persons=sorted(str(person) for person in set(persons)),
        created_at=at,
        expires_at=at + timedelta(hours=FILE_HOURS),
    )
    return FileTicket(number, filename, row.expires_at)


def open_file(place: Place, number: str, at: datetime) -> FileContent:
    """Return a file of this institution; another's, or one whose time is up, is unknown."""
    row = InterfaceFile.objects.filter(
        institution_id=place.code, file_qury_no=number, expires_at__gt=at
    ).first()
    if row is None:
        raise FileUnknown(number=number)
    content = get_suite().open(bytes(row.content_sealed), number.encode())
    return FileContent(row.filename, content, tuple(UUID(person) for person in row.persons))


def drop_expired_files(at: datetime) -> int:
    """Delete the files whose time is up and return how many."""
    dropped, _ = InterfaceFile.objects.filter(expires_at__lte=at).delete()
    return dropped
