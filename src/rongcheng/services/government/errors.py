"""Errors of the government room (政务通办错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class EventRefused(CallerError):
    """A case is not in a state in which this may happen, or not by this person (这一步现在不行)."""

    code = "government.E001"
    zh = "「{state_zh}」的办件不能「{event_zh}」：{why_zh}"
    en = "A case that is {state_en} cannot take “{event_en}”: {why_en}"


class NotAServiceCentre(CallerError):
    """Only a city's centre of government services may ask for certificates (不是政务服务中心)."""

    code = "government.E040"
    status = 403
    zh = "{title} 不是政务服务中心，不能查电子证照。请由当地政务服务中心来查。"
    en = (
        "{title_en} is no centre of government services and cannot ask for e-certificates. Let the "
        "centre of your city ask."
    )
