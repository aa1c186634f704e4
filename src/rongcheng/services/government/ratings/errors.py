"""Errors of ratings and their follow-up (评价与回访错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class RatingTextUnfit(CallerError):
    """What was written with a rating is too long or holds an ID number (意见要改)."""

    code = "government.E080"
    zh = "意见最多 {longest} 字，也不要写证件号码。请改好再提交。"
    en = "Write at most {longest} characters, without ID numbers, and send again."


class FollowUpUnknown(CallerError):
    """There is no such follow-up that one may see (没有这件回访)."""

    code = "government.E081"
    status = 404
    zh = "没有找到办件 {number} 的差评回访，或者不归您办。请回到回访列表里打开。"
    en = "There is no follow-up of case {number} for you. Open it from the list of follow-ups."


class FollowUpRefused(CallerError):
    """A step that does not fit where a follow-up stands (回访现在不能这样办)."""

    code = "government.E082"
    status = 409
    zh = "这件回访现在是「{state_zh}」，不能「{event_zh}」。{next_zh}"
    en = "This follow-up is {state_en}; it cannot be {event_en} now. {next_en}"


class FollowUpNoteMissing(CallerError):
    """A step of a follow-up came without words, or with an ID number in them (请写内容)."""

    code = "government.E083"
    zh = "请写明内容，{longest} 字以内，不要写证件号码。"
    en = "Write what was done, at most {longest} characters, without ID numbers."


class RatingCodeUnknown(CallerError):
    """There is no such code on any receipt (没有这个评价码)."""

    code = "government.E085"
    status = 404
    zh = "没有这个评价码。请对照凭证再扫一次，或者重新输入。"
    en = "There is no such code. Scan it again from the receipt, or type it once more."


class RatingCodeEnded(CallerError):
    """The time for rating by this code is over (评价码过期)."""

    code = "government.E086"
    status = 410
    zh = "这张凭证的评价时间过了。有话想说，请打 12345。"
    en = "The time for rating by this receipt is over. To say something, call 12345."


class RatingNotByStaff(CallerError):
    """A member of staff opened somebody's code (工作人员不能代评)."""

    code = "government.E087"
    status = 403
    zh = "评价要由办事的人自己来做。请让她用自己的手机扫码，或者先退出登录。"
    en = "Only the person served rates. Let her scan it with her own phone, or sign out first."
