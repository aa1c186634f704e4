"""Errors of cases (办件错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class CaseUnknown(CallerError):
    """No case of this number that one may see (没有这个办件)."""

    code = "cases.E001"
    status = 404
    zh = "没有找到办件 {number}，或者不归您看。请核对编号。"
    en = "There is no case {number} that you may see. Check the number."


class CaseConflict(CallerError):
    """The same wish came with another content (重复提交，内容不同)."""

    code = "cases.E002"
    status = 409
    zh = "这次提交和前一次编号相同、内容不同。请刷新页面再办。"
    en = "This was sent before with other content. Open the page again and repeat it."


class ReasonMissing(CallerError):
    """A step that needs a reason came without, or with an ID number in it (请写原因)."""

    code = "cases.E003"
    zh = "请写明原因，500 字以内，不要写证件号码。"
    en = "Give a reason of at most 500 characters, without ID numbers."


class NoteEmpty(CallerError):
    """An internal note says nothing, or holds an ID number (备注为空)."""

    code = "cases.E004"
    zh = "备注要有内容，1000 字以内，不要写证件号码。"
    en = "Write a note of at most 1,000 characters, without ID numbers."
