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
