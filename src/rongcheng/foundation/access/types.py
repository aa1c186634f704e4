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
    actor_label: str
    acting_for: UUID | None
    application: str
    purpose: str
    data_kinds: tuple[str, ...]
