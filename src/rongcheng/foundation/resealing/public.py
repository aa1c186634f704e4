"""The one door of re-sealing (换钥重封对外接口).

To know first: a room names its sealed columns in its `apps.py`, with the kernel's
`register_sealed`; nothing else is needed for them to follow a rotation.
"""

from __future__ import annotations

from rongcheng.foundation.resealing.errors import (
    AlreadyRunning,
    StillSealed,
    TableBusy,
    VersionInUse,
    VersionUnknown,
)
from rongcheng.foundation.resealing.resealing import Resealed, begin_again, is_finished, reseal
from rongcheng.foundation.resealing.retiring import close_version
from rongcheng.foundation.resealing.standing import (
    ColumnStanding,
    list_standings,
    versions_in_use,
)

__all__ = [
    "AlreadyRunning",
    "ColumnStanding",
    "Resealed",
    "StillSealed",
    "TableBusy",
    "VersionInUse",
    "VersionUnknown",
    "begin_again",
    "close_version",
    "is_finished",
    "list_standings",
    "reseal",
    "versions_in_use",
]
