"""What an app is told when a question fails (专区错误): three answers never taken for one another.

There is no such record (404); it is refused (401, 403); we cannot look now (503).
"""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError, OurError


class AppUnknown(CallerError):
    """No city's app of this code is here."""

    code = "zone.E001"
    status = 404
    zh = "没有代码为 {app} 的城市应用。请用都市圈里城市的六位代码。"
    en = "There is no app of city {app}. Use the six digits of a city of the metro area."


class NoRecord(CallerError):
    """The person has no case of this number: it does not exist, or is somebody else's."""

    code = "zone.E002"
    status = 404
    zh = "没有这个办件。请核对编号；这不是系统故障，也不是没有权限。"
    en = "There is no such case of hers. Check the number; nothing is down and nothing was refused."


class SubscriptionClosed(CallerError):
    """We have switched the app's subscription off."""

    code = "zone.E003"
    status = 403
    zh = "这个订阅已停用，不能查询。请联系都市圈协调办公室重新启用。"
    en = "This subscription is switched off. Ask the coordination office to switch it on again."


class SourceDown(OurError):
    """Our storage does not answer; whether there is a record is not known."""

    code = "zone.E004"
    status = 503
    retry_after = 30
    zh = "暂时查不到，不是没有记录：我们的系统正在恢复。请 30 秒后再查。"
    en = (
        "It cannot be looked up now, which does not mean that there is none. Ask again in 30 "
        "seconds."
    )
