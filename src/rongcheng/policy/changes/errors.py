"""What can be wrong with a change (改动写法有误): each says what is known, and how to write it."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class ChangeUnreadable(CallerError):
    """A change is not written as KEY=VALUE (改动写法不对)."""

    code = "policy.E010"
    zh = (
        "看不懂这条改动：{given}。请写成 参数=取值，需要时在方括号里写维度，"
        "例如 health.inpatient.ratio[scheme=employee,tier=level_3]=90%。"
    )
    en = (
        "This change is unreadable: {given}. Write KEY=VALUE, with dimensions in brackets where "
        "needed, such as health.inpatient.ratio[scheme=employee,tier=level_3]=90%."
    )


class ChangeKeyUnknown(CallerError):
    """A change names a parameter that the policy does not have (没有这个参数)."""

    code = "policy.E011"
    zh = "{metro} 的政策里没有参数 {key}。名称相近的有：{known}。请核对名称后再试。"
    en = "The policy of {metro} has no parameter {key}. Similar ones: {known}. Check the name."


class ChangeDimensionUnknown(CallerError):
    """A change names a dimension or word that the parameter does not have (维度不对)."""

    code = "policy.E012"
    zh = "{key} 没有维度或取值 {given}。可以写的是：{known}。"
    en = "{key} has no dimension or word {given}. It is told apart by: {known}."


class ChangePoolUnknown(CallerError):
    """A change names a pool that is not in the metro area (没有这个统筹区)."""

    code = "policy.E013"
    zh = "{metro} 没有代码为 {given} 的统筹区。请从这些里选：{known}。"
    en = "{metro} has no pool {given}. Choose from: {known}."


class ChangeValueWrong(CallerError):
    """A change's value does not fit the parameter's unit (取值写法不对)."""

    code = "policy.E014"
    zh = "{key} 的取值 {given} 不能用：{why_zh}。请改正后再试。"
    en = "{key} cannot take the value {given}: {why_en}. Correct it and try again."


class ChangeDaysWrong(CallerError):
    """A change ends before it begins (起止日期颠倒)."""

    code = "policy.E015"
    zh = "{key} 的改动从 {since} 起，却在 {until} 结束。请把止日改到起日或之后。"
    en = "The change of {key} begins on {since} and ends on {until}. End it no earlier."


class ChangeHoldsNowhere(CallerError):
    """Nothing holds a value that the change could replace (没有可改的取值)."""

    code = "policy.E016"
    zh = "{key} 在所选统筹区、人群和日期里没有取值，没有可改的。有取值的是：{known}。"
    en = (
        "{key} holds no value for these pools, people and days, so there is nothing to change. "
        "Values are held by: {known}."
    )


class ChangeShared(CallerError):
    """The value is one for several pools and cannot be another for one alone (不能单独改)."""

    code = "policy.E017"
    zh = (
        "{key} 由 {place} 统一规定，不能只改 {given}。请把这些统筹区一起选上：{needed}；"
        "或者不选统筹区，就是全部。"
    )
    en = (
        "{key} is set by {place} for all of its pools, so it cannot be changed for {given} alone. "
        "Choose these together: {needed}; or name no pool, which means all."
    )


class ChangeFaulty(CallerError):
    """The pack with the change in it does not pass the checks of a pack (改后的政策包有误)."""

    code = "policy.E018"
    zh = "改了 {key} 以后，政策包通不过检查：{why_zh}"
    en = "With {key} changed, the pack does not pass its checks: {why_en}"
