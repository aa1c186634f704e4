"""Errors of signing in (登录错误): each says what to do next, none names an ID number."""

from __future__ import annotations

from datetime import datetime
from math import ceil

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.kernel.errors import CallerError

_MINUTE = 60


class TooManyTries(CallerError):
    """Something was tried too often and rests for a while (次数太多，暂停)."""

    code = "people.E020"
    status = 429
    ends_at: datetime
    retry_after: int
    zh = (
        "试的次数太多，为了安全先停一停，{until} 以后（约 {minutes} 分钟）可以再试。"
        "着急请找本单位的协同办解除锁定。"
    )
    en = (
        "Too many tries: to be safe, this rests until {until} (about {minutes} minutes). If it is "
        "urgent, ask your coordination office to unlock it."
    )

    @classmethod
    def until(cls, ends_at: datetime, now: datetime) -> TooManyTries:
        """Return the error for a rest that ends at a moment."""
        seconds = max(1, ceil((ends_at - now).total_seconds()))
        shown = f"{ends_at.astimezone(SHANGHAI):%H:%M}"
        found = cls(until=shown, minutes=ceil(seconds / _MINUTE))
        found.ends_at, found.retry_after = ends_at, seconds
        return found


class PasswordTooWeak(CallerError):
    """A new password is too easy to guess (密码太容易被猜到)."""

    code = "people.E021"
    zh = "这个密码不能用：{why_zh}。请换一个，比如几个互不相关的词连在一起。密码没有改动。"
    en = (
        "This password cannot be used: {why_en}. Choose another, such as a few unrelated words "
        "in a row. The password was not changed."
    )


class PasswordWrong(CallerError):
    """The present password is not right (原密码不对)."""

    code = "people.E022"
    status = 403
    zh = "现在的密码不对，什么都没有改动。请核对后再试；忘了请找管理员重新发放初始密码。"
    en = (
        "The present password is not right; nothing was changed. Check it and try again, or ask "
        "your administrator for a new initial password."
    )


class CodeWrong(CallerError):
    """A code of the authenticator does not hold, or was used before (验证码不对或已用过)."""

    code = "people.E023"
    status = 403
    zh = (
        "验证码不对，或者已经用过一次。请等验证器换出下一个再输；总是不对，请看手机时间是否准确，"
        "或改用备用码。"
    )
    en = (
        "The code does not hold, or was used once already. Wait for the next one. If it keeps "
        "failing, check that the phone's time is right, or use a recovery code."
    )


class StaffUnknown(CallerError):
    """There is no such member of staff in one's own city (没有这位工作人员)."""

    code = "people.E024"
    status = 404
    zh = "没有找到这位工作人员，或不归您的城市管理。请核对登录名。"
    en = "There is no such member of staff, or another city's office is in charge. Check the name."


class NotOneself(CallerError):
    """An officer tries to reset or stop herself (不能对自己办理)."""

    code = "people.E025"
    status = 403
    zh = "这件事不能给自己办，请同城的另一位协同办人员办理。什么都没有改动。"
    en = "Nobody does this for herself: ask another officer of your city. Nothing was changed."


class NoDepartment(CallerError):
    """Whoever holds this role works for no single department (这个岗位不分部门)."""

    code = "people.E060"
    zh = "这个岗位不分部门，只有窗口经办、承办人和审批负责人可以归一个部门。什么都没有改动。"
    en = "Only clerks, officers and heads may belong to one department. Nothing was changed."
