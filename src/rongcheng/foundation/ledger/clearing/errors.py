"""Errors of clearing (清算错误): nothing moved, and the fund officer learns what to do instead."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError, OurError


class TooManyLines(OurError):
    """A window's netting does not fit into one entry (轧差分录行数过多)."""

    code = "ledger.E016"
    zh = (
        "都市圈 {metro} 第 {seq} 期的轧差要 {lines} 行，一笔分录最多 {limit} 行，没有记账。"
        "请联系技术支持，不要拆开重记。"
    )
    en = (
        "Netting window {seq} of {metro} takes {lines} lines and an entry holds {limit}; nothing "
        "was posted. Call support, do not post it in parts."
    )


class PeriodInFuture(CallerError):
    """A clearing period cannot end on a day to come (截止日还没到)."""

    code = "ledger.E017"
    zh = "截止日 {until} 还没到（今天是 {today}），清算期没有关闭。请填今天或以前的日期。"
    en = (
        "{until} is still to come (today is {today}); no window was closed. Name today or a day "
        "before."
    )


class PeriodClosedBefore(CallerError):
    """The day lies in a period that was closed with a later day (这段时间已经清算过)."""

    code = "ledger.E018"
    zh = "都市圈 {metro} 已经清算到 {last}，{until} 在这之前，没有再关。请填 {last} 以后的日期。"
    en = (
        "{metro} is cleared up to {last}; {until} lies before that and nothing was closed. Name a "
        "day after {last}."
    )


class WindowStillOpen(CallerError):
    """Only a closed window is netted (清算期还没关)."""

    code = "ledger.E019"
    zh = "第 {seq} 期还没关闭，不能轧差。请先关闭这一期。"
    en = "Window {seq} is still open and cannot be netted. Close it first."


class EarlierWindowNotNetted(CallerError):
    """Windows are netted one after the other (前面的清算期还没轧差)."""

    code = "ledger.E020"
    zh = "第 {earlier} 期还没轧差，第 {seq} 期要排在它后面。请先轧差第 {earlier} 期。"
    en = "Window {earlier} is not netted yet and comes before {seq}. Net {earlier} first."


class WindowNotNetted(CallerError):
    """Payments follow netting (还没轧差)."""

    code = "ledger.E021"
    zh = "第 {seq} 期还没轧差，还不知道该付多少。请先关闭并轧差这一期，再登记收付。"
    en = "Window {seq} is not netted, so nothing is due yet. Close and net it, then confirm."


class NothingDue(CallerError):
    """A pool or institution has nothing to pay or to get (没有应收应付)."""

    code = "ledger.E022"
    zh = "{subject} 在第 {seq} 期没有应付或应收的钱，没有登记。请核对期次和对象。"
    en = "{subject} has nothing due in window {seq}; nothing was recorded. Check window and name."


class PaymentAboveDue(CallerError):
    """A confirmed amount is above what is left to pay (超过应付余额)."""

    code = "ledger.E023"
    zh = "登记 {amount} 元，超过还剩的 {left} 元，没有登记。请核对银行回单上的金额。"
    en = "{amount} yuan is above the {left} yuan left; nothing was recorded. Check the bank slip."


class BankReferenceInvalid(CallerError):
    """A bank reference is missing or holds something else (银行流水号不对)."""

    code = "ledger.E024"
    zh = "银行流水号要 4 到 64 位，只用字母、数字和 . _ -，不能填身份证号。请照银行回单填写。"
    en = (
        "A bank reference has 4 to 64 letters, digits or . _ - and is no ID number. Copy it from "
        "the bank slip."
    )


class ActConflict(CallerError):
    """The same act came again with another content (重复提交的内容不同)."""

    code = "ledger.E025"
    zh = "「{number}」已经登记过，内容和这次不同，这次没有登记。请核对；另一笔请用它自己的号。"
    en = (
        "{number} is recorded already with another content; this one was not. Check it; if it is "
        "another payment, use its own number."
    )


class NothingToDispute(CallerError):
    """An entry moves nothing between pools, or was taken back (没有可争议的金额)."""

    code = "ledger.E026"
    zh = "分录 {entry} 没有统筹区之间的金额，或者已经撤销，不能提出争议。请核对分录。"
    en = (
        "Entry {entry} moves nothing between pools or was reversed; there is nothing to dispute. "
        "Check the entry."
    )


class DisputeDecided(CallerError):
    """A dispute is decided once (争议已有结论)."""

    code = "ledger.E027"
    zh = "分录 {entry} 的争议已经有结论（{outcome}），没有改动。请看这笔争议的记录。"
    en = "The dispute about entry {entry} is decided ({outcome}); nothing changed. See its record."


class DisputeUnknown(CallerError):
    """There is no dispute about this entry (没有这笔争议)."""

    code = "ledger.E028"
    zh = "分录 {entry} 没有提出过争议。请核对分录编号。"
    en = "There is no dispute about entry {entry}. Check its number."


class ReasonInvalid(CallerError):
    """A reason is missing, too long, or holds an ID number (理由不能用)."""

    code = "ledger.E029"
    zh = "请写明理由，2 到 500 字；不要写身份证号，需要指明是谁时写结算编号。"
    en = "Give a reason of 2 to 500 characters without ID numbers; name a settlement by its number."


class PrefundTooLow(CallerError):
    """More was asked back than lies there (预付金不够退)."""

    code = "ledger.E030"
    zh = "预付金现有 {held} 元，退不出 {asked} 元，没有登记。请核对金额。"
    en = "The prefund holds {held} yuan and cannot give back {asked}; nothing was recorded."


class AmountNotPositive(CallerError):
    """An amount to confirm is above zero (金额要大于零)."""

    code = "ledger.E031"
    zh = "金额要大于零，没有登记。请照银行回单填写。"
    en = "The amount must be above zero; nothing was recorded. Copy it from the bank slip."
