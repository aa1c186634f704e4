"""Errors of the ledger (总账错误): nothing moved, and the caller learns why and what to do.

`from_database` turns what the database refused into the matching error, also for hot paths that
call `ledger_post` in their own SQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error as DatabaseFailure

from rongcheng.kernel.errors import CallerError, OurError, RongchengError


class KeyUsedForAnotherBody(CallerError):
    """The same request number came again with other contents (重复的请求号内容不同)."""

    code = "ledger.E001"
    zh = "记账号 {key} 已用于另一笔内容不同的账。请核对：重发须与第一次完全相同，新业务请换新号。"
    en = (
        "The key {key} already stands for another entry. A repeat must equal the first request; "
        "use a new key for new business."
    )


class NoOpenWindow(OurError):
    """A metro has no open clearing window (没有开启的清算期)."""

    code = "ledger.E002"
    zh = "都市圈 {metro} 没有开启的清算期。请基金岗位先开启清算期，再重试。"
    en = "The metro {metro} has no open clearing window. Have the fund office open one, then retry."


class WindowNotOpen(OurError):
    """An entry names a window that is not the open one (清算期已关闭)."""

    code = "ledger.E003"
    zh = "这笔账指定的清算期已经关闭。请不要指定清算期，由总账记入当前期。"
    en = "The entry names a closed clearing window. Name none: the ledger uses the open one."


class NothingToPost(OurError):
    """Fewer than two lines move money (没有可记的金额)."""

    code = "ledger.E004"
    zh = "记账号 {key} 的分录不足两行有金额的账。金额全为零时不用记账；请核对后再记。"
    en = (
        "The entry {key} has fewer than two lines that move money. Post nothing if all amounts are "
        "zero; check the lines."
    )


class EntryUnbalanced(OurError):
    """The lines of an entry do not sum to zero or are incomplete (借贷不平)."""

    code = "ledger.E005"
    zh = "记账号 {key} 借贷不平（合计 {sum_fen} 分），没有记账。请核对各行金额后重记。"
    en = (
        "The entry {key} does not balance (sum {sum_fen} fen) and was not posted. Check its lines "
        "and post again."
    )


class IsolationTooHigh(OurError):
    """The ledger was used in a transaction with a frozen view (事务隔离级别不符)."""

    code = "ledger.E006"
    zh = "总账只能在 READ COMMITTED 事务中记账。请去掉本次事务的隔离级别设置后重试。"
    en = "The ledger posts in READ COMMITTED transactions only. Remove the isolation level."


class LedgerIsAppendOnly(OurError):
    """Somebody tried to change what is recorded (总账只增不改)."""

    code = "ledger.E007"
    zh = "总账只增不改，本次修改已拒绝。请用冲销分录更正。"
    en = "The ledger is append-only and refused the change. Correct by a reversal entry."


class PostingOutOfPlace(OurError):
    """A line belongs to no entry of this transaction, or to a complete one (分录行无处可记)."""

    code = "ledger.E008"
    zh = "分录行不属于本次事务中未完成的分录，已拒绝。请用 ledger_post 整笔记账。"
    en = "The posting fits no unfinished entry of this transaction. Post whole entries."


class BalanceTooLow(CallerError):
    """A personal account holds less than it should pay (个人账户余额不足)."""

    code = "ledger.E009"
    zh = "个人账户余额不足，没有扣款。请重新查询余额，差额改用现金支付。"
    en = (
        "The personal account holds too little; nothing was taken. Read the balance again and pay "
        "the difference in cash."
    )


class ReversalMismatch(OurError):
    """A reversal does not mirror its original (冲销与原分录不符)."""

    code = "ledger.E010"
    zh = "冲销分录与原分录不能逐户抵销，没有记账。请用 reverse_entry 生成冲销。"
    en = "The reversal does not cancel its original account by account. Use reverse_entry."


class EntryAlreadyReversed(CallerError):
    """An entry can be reversed once (已经冲销过)."""

    code = "ledger.E011"
    zh = "这笔账已经冲销过，不能再冲。请查看原分录的冲销记录。"
    en = "The entry was reversed before. Look at its reversal instead of posting another."


class EntryUnknown(CallerError):
    """There is no such entry (查无此账)."""

    code = "ledger.E012"
    zh = "没有编号为 {entry} 的分录。请核对分录编号。"
    en = "There is no entry {entry}. Check its number."


class LineInvalid(OurError):
    """An account code or an amount cannot be stored (账户代码或金额不合规)."""

    code = "ledger.E013"
    zh = "记账内容不合规（{constraint}），没有记账。请核对账户代码（类别:编号）和金额。"
    en = (
        "The entry cannot be stored ({constraint}); nothing was posted. Check the account codes "
        "(kind:number) and the amounts."
    )


class WindowChangeRefused(OurError):
    """A window can only be closed, once (清算期只能关闭一次)."""

    code = "ledger.E014"
    zh = "清算期只能关闭一次，不能重开或改动。请把更正记入当前清算期。"
    en = "A clearing window can only be closed, once. Post corrections into the open window."


class WindowUnknown(CallerError):
    """There is no such clearing window (查无此清算期)."""

    code = "ledger.E015"
    zh = "都市圈 {metro} 没有第 {seq} 期清算。请核对期次。"
    en = "The metro {metro} has no clearing window {seq}. Check the number."


def from_database(
    failure: DatabaseFailure, *, key: str = "", metro: str = ""
) -> RongchengError | None:
    """Return the ledger's error for what the database refused, or None if it is another matter."""
    cause = failure.__cause__
    sqlstate = getattr(cause, "sqlstate", None)
    by_state: dict[str | None, RongchengError] = {
        "RC001": KeyUsedForAnotherBody(key=key),
        "RC002": NoOpenWindow(metro=metro),
        "RC003": WindowNotOpen(),
        "RC004": NothingToPost(key=key),
        "RC005": EntryUnbalanced(key=key, sum_fen="?"),
        "RC006": IsolationTooHigh(),
        "RC007": LedgerIsAppendOnly(),
        "RC008": PostingOutOfPlace(),
        "RC009": PostingOutOfPlace(),
        "RC010": ReversalMismatch(),
        "RC011": WindowChangeRefused(),
        "RC012": LedgerIsAppendOnly(),
    }
    if sqlstate in by_state:
        return by_state[sqlstate]
    constraint = getattr(getattr(cause, "diag", None), "constraint_name", None) or ""
    if constraint == "ledger_balance_not_negative":
        return BalanceTooLow()
    if constraint == "ledger_entry_reversed_once":
        return EntryAlreadyReversed()
    if constraint.startswith("ledger_"):
        return LineInvalid(constraint=constraint)
    return None


@contextmanager
def ledger_refusals(*, key: str = "", metro: str = "") -> Iterator[None]:
    """Raise the ledger's own error for a refusal of the database inside the block."""
    try:
        yield
    except DatabaseFailure as failure:
        refusal = from_database(failure, key=key, metro=metro)
        if refusal is None:
            raise
        raise refusal from failure
