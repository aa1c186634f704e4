"""Plain values of access records (访问记录数据类型)."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class AccessInfo(NamedTuple):
    """Who looked, when and why (一次查看), as the resident reads it: other persons are left out."""

    id: int
    at: datetime
    actor_kind: str
    actor_id: str
    actor_label: str
    actor_role: str
    institution: str
    acting_for: UUID | None
    application: str
    purpose: str
    data_kinds: tuple[str, ...]
    request_id: str = ""


class Looker(NamedTuple):
    """Who looks, for the filter (查看者): an institution, or a kind with its role."""

    actor_kind: str
    actor_role: str
    institution: str

    @property
    def key(self) -> str:
        """Return the word that stands in an address."""
        return self.institution or self.actor_role or self.actor_kind
