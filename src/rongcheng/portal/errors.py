"""Errors of the portal (门户错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class NobodyServed(CallerError):
    """A counter page was asked for while nobody is served (现在没有为谁办理)."""

    code = "portal.E001"
    status = 409
    zh = "现在没有在为谁办理。请先在窗口页按证件找到来办事的人，再接着办。"
    en = "Nobody is being served now. Find the person at the counter by her card first."


class CounterPersonUnknown(CallerError):
    """Name and number of the card lead to nobody (没有查到这个人)."""

    code = "portal.E002"
    status = 404
    zh = "没有查到这个人。请对着证件再核对一遍姓名和号码；还没有登记过的，先办登记。"
    en = "Nobody was found. Check name and number against the card again, or register first."


class CardPrintedBefore(CallerError):
    """A printed card is asked for again, long after it was issued (这张卡早已打印)."""

    code = "portal.E003"
    status = 410
    zh = "这张卡是早先办的，不能再打印一份。要一张新的，请在窗口点“换一张纸质卡”，旧的随即停用。"
    en = "This card was issued earlier and is not printed again. Choose “Replace the card” instead."
