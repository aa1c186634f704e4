"""Errors of the government room (政务通办错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class EventRefused(CallerError):
    """A case is not in a state in which this may happen, or not by this person (这一步现在不行)."""

    code = "government.E001"
    zh = "「{state_zh}」的办件不能「{event_zh}」：{why_zh}"
    en = "A case that is {state_en} cannot take “{event_en}”: {why_en}"
