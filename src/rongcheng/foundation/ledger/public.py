"""The ledger's one door (总账对外接口): post, reverse, close, clear, read, check.

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
from rongcheng.foundation.ledger.clearing.closing import close_period, find_status, list_statuses
from rongcheng.foundation.ledger.clearing.codes import (
    institution_of,
    is_claim,
    pair_of,
    pools_of,
)
from rongcheng.foundation.ledger.clearing.dispute_lists import (
    DisputePlace,
    PoolDisputes,
    sum_open_disputes,
)
from rongcheng.foundation.ledger.clearing.disputes import (
    accept_dispute,
    clear_off_disputes,
    find_dispute,
    get_dispute,
    list_disputes,
    raise_dispute,
    uphold_dispute,
)
from rongcheng.foundation.ledger.clearing.errors import (
    ActConflict,
    AmountNotPositive,
    BankReferenceInvalid,
    DisputeDecided,
    DisputeUnknown,
    EarlierWindowNotNetted,
    NothingDue,
    NothingToDispute,
    PaymentAboveDue,
    PeriodClosedBefore,
    PeriodInFuture,
    PrefundTooLow,
    ReasonInvalid,
    TooManyLines,
    WindowNotNetted,
    WindowStillOpen,
)
from rongcheng.foundation.ledger.clearing.netting import (
    list_nets,
    net_closed_windows,
    net_window,
    read_window,
)
from rongcheng.foundation.ledger.clearing.payments import (
    confirm_payment,
    list_confirmations,
    pay_institution,
)
from rongcheng.foundation.ledger.clearing.positions import (
    list_institution_dues,
    list_pair_positions,
)
from rongcheng.foundation.ledger.clearing.prefund import Marks, adjust_prefund, list_prefunds
from rongcheng.foundation.ledger.clearing.statements import (
    Place,
    Statement,
    institution_statement,
    pair_statement,
    pool_statement,
)
from rongcheng.foundation.ledger.clearing.tallies import add_up_open_windows
from rongcheng.foundation.ledger.clearing.types import (
    Confirmation,
    DisputeInfo,
    InstitutionDue,
    Pair,
    PairPosition,
    PoolNet,
    PrefundUse,
    StatementRow,
    WindowBooks,
    WindowStatus,
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
    list_postings,
    list_windows,
)
from rongcheng.foundation.ledger.types import (
    EntryInfo,
    LedgerFault,
    Movement,
    PostingLine,
    PostingRow,
    WindowInfo,
)
from rongcheng.foundation.ledger.verify import verify_ledger

__all__ = [
    "ActConflict",
    "AmountNotPositive",
    "BalanceTooLow",
    "BankReferenceInvalid",
    "Confirmation",
    "DisputeDecided",
    "DisputeInfo",
    "DisputePlace",
    "DisputeUnknown",
    "EarlierWindowNotNetted",
    "EntryAlreadyReversed",
    "EntryInfo",
    "EntryUnbalanced",
    "EntryUnknown",
    "InstitutionDue",
    "KeyUsedForAnotherBody",
    "LedgerFault",
    "LineInvalid",
    "Marks",
    "Movement",
    "NoOpenWindow",
    "NothingDue",
    "NothingToDispute",
    "NothingToPost",
    "Pair",
    "PairPosition",
    "PaymentAboveDue",
    "PeriodClosedBefore",
    "PeriodInFuture",
    "Place",
    "PoolDisputes",
    "PoolNet",
    "PostingLine",
    "PostingRow",
    "PrefundTooLow",
    "PrefundUse",
    "ReasonInvalid",
    "Statement",
    "StatementRow",
    "TooManyLines",
    "WindowBooks",
    "WindowInfo",
    "WindowNotNetted",
    "WindowStatus",
    "WindowStillOpen",
    "WindowUnknown",
    "accept_dispute",
    "add_up_open_windows",
    "adjust_prefund",
    "balance",
    "balances",
    "clear_off_disputes",
    "close_period",
    "close_window",
    "confirm_payment",
    "find_dispute",
    "find_status",
    "from_database",
    "get_dispute",
    "get_entry",
    "institution_of",
    "institution_statement",
    "is_claim",
    "ledger_refusals",
    "list_confirmations",
    "list_disputes",
    "list_entries",
    "list_institution_dues",
    "list_movements",
    "list_nets",
    "list_pair_positions",
    "list_postings",
    "list_prefunds",
    "list_statuses",
    "list_windows",
    "net_closed_windows",
    "net_window",
    "open_window",
    "pair_of",
    "pair_statement",
    "pay_institution",
    "pool_statement",
    "pools_of",
    "post_entry",
    "raise_dispute",
    "read_window",
    "reverse_entry",
    "sum_open_disputes",
    "uphold_dispute",
    "verify_ledger",
]
