"""What can go wrong between us and a pool's own core: whose fault, and what to do next."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError, OurError, PeerError


class CoreNotAnswering(PeerError):
    """The core that decides gives no answer; not a refusal, and nothing is lost or doubled."""

    code = "health.E060"
    status = 503
    zh = (
        "参保地核心系统（{pool}）暂时没有回应，不是拒付。"
        "请{again_zh}用原报文（原请求号）重试，不会重复结算。"
    )
    en = (
        "The core of the place of insurance ({pool}) is not answering; this is no refusal. "
        "Send the same message again {again_en}; nothing is settled twice."
    )


class CoreAddressMissing(OurError):
    """A pool decides by its own core, and this installation does not say where that is."""

    code = "health.E061"
    zh = (
        "统筹区 {pool} 由自己的核心系统结算，但本系统没有配置它的地址。"
        "请管理员在 RONGCHENG_CORES 里补上后再试；这笔没有结算。"
    )
    en = (
        "Pool {pool} is settled by its own core, whose address is not configured here. The "
        "administrator adds it to RONGCHENG_CORES; nothing was settled."
    )


class CoreAnswerWrong(PeerError):
    """The core's amounts do not add up, or are not of this bill; it was told to take it back."""

    code = "health.E062"
    zh = (
        "参保地核心系统（{pool}）返回的金额有误（{what}），没有采用，已请对方撤销。"
        "请换一个新的请求号重新结算；仍然如此请联系参保地经办机构。"
    )
    en = (
        "The amounts of the core of {pool} are wrong ({what}); they were not used and it is told "
        "to take them back. Settle again under a new request number, or call the agency."
    )


class CoreRefused(CallerError):
    """The pool's own core refuses to pay, with its reasons."""

    code = "health.E063"
    status = 422
    zh = "参保地核心系统不予直接结算：{reasons_zh}"
    en = "The core of the place of insurance refuses: {reasons_en}"


class CoreCallCancelled(CallerError):
    """A request whose call was taken back: its number cannot settle any more."""

    code = "health.E064"
    status = 409
    zh = "请求号 {request_id} 的这次结算已经取消，没有收费。请换一个新的请求号重新结算。"
    en = (
        "The settlement under request {request_id} was cancelled and nothing was charged. "
        "Settle again under a new request number."
    )


class CoresFaulty(OurError):
    """The setting that says where the cores are cannot be used."""

    code = "health.E065"
    zh = "RONGCHENG_CORES 写法不对：{why_zh}。请管理员对照 docs/settings.md 改正后重新启动。"
    en = "RONGCHENG_CORES is wrong: {why_en}. Correct it by docs/settings.md and start again."


class CoreNotAsked(PeerError):
    """The pool's core has not answered this very content yet; the same message again asks it."""

    code = "health.E066"
    status = 503
    zh = "这笔结算还没有得到参保地核心系统的答复。请用原报文（原请求号）重试，不会重复结算。"
    en = (
        "The core of the place of insurance has not answered this settlement yet. Send the same "
        "message again; nothing is settled twice."
    )


class BillChanged(CallerError):
    """The lines are no longer those that the core has decided about."""

    code = "health.E067"
    status = 409
    zh = "费用明细在等待参保地答复时有改动，这次没有结算。请核对明细后换一个新的请求号结算。"
    en = (
        "The lines were changed while the core's answer was awaited; nothing was settled. Check "
        "them and settle under a new request number."
    )


class CoreCallUnknown(CallerError):
    """No call to a core by this number that the asker may see."""

    code = "health.E068"
    status = 404
    zh = "没有编号为 {key} 的核心系统往来，请核对编号。"
    en = "No call to a core by the number {key}; check it."
