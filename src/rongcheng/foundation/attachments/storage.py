"""Where this process keeps files (存储选择): the data folder, unless another place is chosen."""

from __future__ import annotations

from rongcheng.foundation.attachments.local import LocalStorage
from rongcheng.foundation.attachments.port import Storage

_chosen: list[Storage] = []


def use_storage(storage: Storage | None) -> None:
    """Keep files in another place from now on, or (None) in the data folder again."""
    _chosen[:] = [] if storage is None else [storage]


def get_storage() -> Storage:
    """Return where this process keeps files."""
    return _chosen[0] if _chosen else LocalStorage()
