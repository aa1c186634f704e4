"""What can go wrong with the catalogue (目录的错误), each with what to do next."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class MetroUnknown(CallerError):
    """No metro area of this name has published items (没有这个都市圈)."""

    code = "government.E201"
    status = 404
    zh = "没有名为 {metro} 的都市圈。可选：{known}。请改正 metro 后再试。"
    en = "There is no metro area {metro}. Known: {known}. Correct `metro` and try again."


class PlaceUnknown(CallerError):
    """A counter or app is of no member city (不是成员城市)."""

    code = "government.E202"
    zh = "{code} 不是 {metro} 的市或区县。请填六位代码，如 430302。"
    en = "{code} is no city or district of {metro}. Give six digits such as 430302."
