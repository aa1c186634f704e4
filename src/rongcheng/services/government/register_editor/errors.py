"""What can go wrong with a register (登记的错误), each with what to do next."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class EntryUnknown(CallerError):
    """A register has no entry of this id (没有这一条)."""

    code = "government.E220"
    status = 404
    zh = "没有编号为 {entry} 的这一条。请回到列表里选。"
    en = "There is no entry {entry} here. Go back and choose one from the list."


class EntryOver(CallerError):
    """An entry that has ended cannot be changed or ended again (已经结束)."""

    code = "government.E221"
    status = 409
    zh = "「{entry}」在 {last} 就结束了，不能再改期限。要重新执行，请照着它新增一条。"
    en = "{entry} ended on {last}, so its term stays. To start again, add a new one like it."


class EntryNotBegun(CallerError):
    """What has not begun is not ended but withdrawn or changed (还没开始)."""

    code = "government.E222"
    status = 409
    zh = "「{entry}」从 {since} 才开始。请改它的日期，或撤下它。"
    en = "{entry} begins on {since} only. Change its days, or withdraw it."


class EntryBegun(CallerError):
    """What has begun is ended, not withdrawn (已经开始)."""

    code = "government.E223"
    status = 409
    zh = "「{entry}」从 {since} 就开始了，不能撤下。请让它在某一天结束。"
    en = "{entry} began on {since} and cannot be withdrawn. Let it end on a day."


class EntryIdTaken(CallerError):
    """A new entry has the id of another (编号已有)."""

    code = "government.E224"
    zh = "编号 {entry} 写得不对或已经在用。请换一个（小写字母开头，字母、数字、连字符）。"
    en = "The id {entry} is taken or not well written: lower case letters, digits and hyphens."


class FileOfOtherEntries(CallerError):
    """A file for one draft holds other entries (不是这份草稿的文件)."""

    code = "government.E225"
    zh = "文件里应当正好是这份草稿的 {entries}。请从草稿导出文件，改好再传。"
    en = "The file should hold exactly {entries}. Take the draft along, change that, send it."
