"""Errors of people (人员错误); none of them ever names an ID number or a whole name."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class ResidentNotFound(CallerError):
    """Nobody with this ID number is registered (没有登记)."""

    code = "people.E001"
    zh = "没有查到这位居民的登记信息。请核对证件号码；确认无误后先登记，再办理。"
    en = "No such resident is registered. Check the ID number; if it is right, register first."


class RegisteredUnderAnotherName(CallerError):
    """The ID number is registered with another name (姓名与登记不符)."""

    code = "people.E002"
    zh = "证件号码已登记，但姓名与登记的不一致。请对照证件核对姓名；改过名的请先办理更名。"
    en = (
        "The ID number is registered under another name. Check the name on the card; after a "
        "change of name, correct the registration first."
    )


class InsuranceNotFound(CallerError):
    """There is no insurance with this person number (没有参保信息)."""

    code = "people.E003"
    zh = "没有查到人员编号 {psn_no} 的参保信息。请核对编号，或到参保地窗口查询。"
    en = "No insurance has the person number {psn_no}. Check it, or ask at the place of insurance."


class EnrolledDifferently(CallerError):
    """The resident is enrolled in this pool with other facts (参保信息不一致)."""

    code = "people.E004"
    zh = "此人在统筹区 {pool} 已参保（{psn_no}），信息与本次不同。请改用变更参保信息办理。"
    en = (
        "The resident is already enrolled in pool {pool} ({psn_no}) with other facts. Change that "
        "insurance instead."
    )


class PersonNumberTaken(CallerError):
    """A person number belongs to another insurance (人员编号重复)."""

    code = "people.E005"
    zh = "人员编号 {psn_no} 已经属于另一份参保信息。请换一个编号，或留空由系统编号。"
    en = "The person number {psn_no} belongs to another insurance. Use another, or leave it out."


class LoginTaken(CallerError):
    """A sign-in name belongs to somebody else (登录名已被使用)."""

    code = "people.E006"
    zh = "登录名 {login} 已被他人使用，或此人已有其他登录名。请核对后换一个。"
    en = "The sign-in name {login} is taken, or the person has another one. Check and choose anew."


class DemoClosed(CallerError):
    """Demo sign-in is not available here (演示登录未开放)."""

    code = "people.E007"
    zh = "这里没有开放演示登录。请用您的账号登录。"
    en = "Demo sign-in is closed here. Sign in with your own account."


class AccountUnknown(CallerError):
    """There is no such sign-in (没有这个账号)."""

    code = "people.E008"
    zh = "没有登录名为 {login} 的账号。请核对登录名。"
    en = "There is no account {login}. Check the sign-in name."


class IdentityRecordedDifferently(CallerError):
    """The identity is recorded from this day with other facts (身份认定信息不一致)."""

    code = "people.E009"
    zh = (
        "身份类别 {identity_type} 从 {begins_on} 起已有认定，信息与本次不同。"
        "到期请办结束，再认定请用新的开始日期。"
    )
    en = (
        "Identity {identity_type} is recorded from {begins_on} with other facts. End that one, or "
        "record the new one from another day."
    )


class NobodyServed(CallerError):
    """A counter page was asked for while nobody is served (现在没有为谁办理)."""

    code = "people.E046"
    status = 409
    zh = "现在没有在为谁办理。请先在窗口页按证件找到来办事的人，再接着办。"
    en = "Nobody is being served now. Find the person at the counter by her card first."


class CounterPersonUnknown(CallerError):
    """Name and number of the card lead to nobody (没有查到这个人)."""

    code = "people.E047"
    status = 404
    zh = "没有查到这个人。请对着证件再核对一遍姓名和号码；还没有登记过的，先办登记。"
    en = "Nobody was found. Check name and number against the card again, or register first."
