"""Errors of the back office (后台办理错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class TurnNotYours(CallerError):
    """Who may not give this case to anybody tried to (不归您分办)."""

    code = "government.E062"
    status = 403
    zh = "这个办件在{who}手上，不归您分办。请她转给您，或请负责人改派。"
    en = "This case is in the hands of {who}. Ask her to pass it on, or a head to reassign it."


class TurnGone(CallerError):
    """Nobody's turn is open there any more (已经不在待办里)."""

    code = "government.E063"
    status = 409
    zh = "这个办件现在不轮到本市办。请刷新页面看最新进度。"
    en = "It is not your city's turn now. Open the page again to see where the case stands."


class ColleagueUnknown(CallerError):
    """The one who should get it does not work there (没有这位同事)."""

    code = "government.E064"
    zh = "没有找到这位同事，或者已经离岗、正在请假。请换一位。"
    en = "There is no such colleague here, or she left or is away. Choose another."


class CallRefused(CallerError):
    """A city cannot be called in, or by this person (不能这样请外市协助)."""

    code = "government.E065"
    zh = "只有办这件事的部门可以请同事协助：请别的成员城市，或本市选一个别的部门。请核对。"
    en = (
        "Only the department that works on the case may call colleagues in: of another member city,"
        " or of another department of its own. Check it."
    )


class AbsenceInvalid(CallerError):
    """Days or substitute of an absence do not fit (请假登记有误)."""

    code = "government.E066"
    zh = "请假登记有误：{why_zh}"
    en = "The absence was not entered: {why_en}"


class AbsenceNotYours(CallerError):
    """One enters one's own absences; a head those of her city (不能替她登记)."""

    code = "government.E067"
    status = 403
    zh = "只能登记自己的请假；同城负责人可以替同事登记。"
    en = "Enter your own absences. A head of the same city may enter those of others."


class StillHere(CallerError):
    """Only what is in the hands of somebody who is away is shared out anew (本人没有请假)."""

    code = "government.E068"
    zh = "她没有请假，手上的办件要在办件里逐件改派，并写明原因。"
    en = "She is not away: reassign her cases one by one, each with a reason."
