"""The ledger's one door (总账对外接口): post, reverse, close, read, check.

To know first: every amount is in fen; lines of an entry sum to zero; the same key with the same
body is the same entry. Do not write to the tables, and call `ledger_post` in SQL only on a named
hot path, wrapping it in `ledger_refusals`.
"""

from __future__ import annotations

from rongcheng.foundation.ledger.actions import (
    close_window,
    open_window,
    post_entry,
    reverse_entry,
)
from rongcheng.foundation.ledger.errors import (
    BalanceTooLow,
    EntryAlreadyReversed,
    EntryUnbalanced,
    EntryUnknown,
    KeyUsedForAnotherBody,
    LineInvalid,
    NoOpenWindow,
    NothingToPost,
    WindowUnknown,
    from_database,
    ledger_refusals,
)
from rongcheng.foundation.ledger.queries import (
    balance,
    balances,
    get_entry,
    list_entries,
    list_movements,
    list_windows,
)
from rongcheng.foundation.ledger.types import (
    EntryInfo,
    LedgerFault,
    Movement,
    PostingLine,
    WindowInfo,
)
from rongcheng.foundation.ledger.verify import verify_ledger

__all__ = [
    "BalanceTooLow",
    "EntryAlreadyReversed",
    "EntryInfo",
    "EntryUnbalanced",
    "EntryUnknown",
    "KeyUsedForAnotherBody",
    "LedgerFault",
    "LineInvalid",
    "Movement",
    "NoOpenWindow",
    "NothingToPost",
    "PostingLine",
    "WindowInfo",
    "WindowUnknown",
    "balance",
    "balances",
    "close_window",
    "from_database",
    "get_entry",
    "ledger_refusals",
    "list_entries",
    "list_movements",
    "list_windows",
    "open_window",
    "post_entry",
    "reverse_entry",
    "verify_ledger",
]
