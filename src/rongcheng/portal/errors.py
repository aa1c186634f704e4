"""Errors of the portal (门户错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class CardPrintedBefore(CallerError):
    """A printed card is asked for again, long after it was issued (这张卡早已打印)."""

    code = "portal.E003"
    status = 410
    zh = "这张卡是早先办的，不能再打印一份。要一张新的，请在窗口点“换一张纸质卡”，旧的随即停用。"
    en = "This card was issued earlier and is not printed again. Choose “Replace the card” instead."


class RelativeUnknown(CallerError):
    """Name and ID number of the other person lead to nobody (没有查到对方)."""

    code = "portal.E010"
    status = 404
    zh = "没有查到这个人，什么都没有改动。请对着证件核对姓名和号码；没有登记过的，请先到窗口登记。"
    en = "Nobody was found, nothing was changed. Check name and number, or register at a counter."


class DayMissing(CallerError):
    """The first or the last day of a mandate is not a day (日期没有写对)."""

    code = "portal.E011"
    zh = "请写明从哪天到哪天。"
    en = "Say from which day to which."
