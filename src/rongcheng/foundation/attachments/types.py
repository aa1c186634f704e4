"""What rooms know of a file that was handed in (附件的值)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

MEGABYTE = 1_000_000


class Limits(NamedTuple):
    """How much is taken (收件上限): bytes of one file, and files of one owner, from the policy."""

    most_bytes: int
    most_files: int

    @classmethod
    def of_megabytes(cls, megabytes: int, files: int) -> Limits:
        """Return the limits as policy writes them."""
        return cls(megabytes * MEGABYTE, files)

    @property
    def megabytes(self) -> int:
        """Return the limit of one file as people read it."""
        return self.most_bytes // MEGABYTE


@dataclass(frozen=True)
class Received:
    """A file that lies sealed in the storage and belongs to nothing yet (已收下的文件).

    It is kept once `attach` names its owner; else it is swept away. `key` opens it and is shown
    nowhere; `sha256` is of the content as it was sent.
    """

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: bytes
    key: bytes = field(repr=False)


class Owner(NamedTuple):
    """What a file belongs to: a kind that a room registered, the thing's key, and whose data it is.

    `person_id` is None where no resident's data is in it.
    """

    kind: str
    key: str
    person_id: UUID | None


class Placed(NamedTuple):
    """A file received, and the part of its owner that it is for, as a material's id."""

    part: str
    received: Received


class AttachmentInfo(NamedTuple):
    """A file as a page lists it (附件): what it is called, is, and belongs to."""

    id: UUID
    part: str
    name: str
    media_type: str
    size: int
    sha256: str
    by: str
    stored_at: datetime
    owner_kind: str
    owner_key: str
