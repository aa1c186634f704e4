"""Texts of faults of government items (政务服务事项的问题), in Chinese and English."""

from __future__ import annotations

ITEM_TEXTS: dict[str, tuple[str, str]] = {
    "policy.P100": (
        "事项 {text} 应该写在 items/{text}.yaml，一个文件一个事项。请改文件名或编号。",
        "The item {text} belongs into items/{text}.yaml, one file an item. Rename one of them.",
    ),
    "policy.P101": (
        "基本编码 {text} 已经用在 {other}。请给它自己的编码。",
        "The basic code {text} is already used in {other}. Give it its own code.",
    ),
    "policy.P102": (
        "实施机关的地区 {text} 不是本都市圈的{level_zh}地区。请改正「at」。",
        "The place {text} is no place of level {level_en} of this metro area. Correct “at”.",
    ),
    "policy.P103": (
        "表单里「{text}」写了两次，第一次在第 {other} 行。请只留一处。",
        "The form asks for “{text}” twice, first in line {other}. Keep one of them.",
    ),
    "policy.P104": (
        "条件里的 {text} 在表单里找不到：前面要有这一问，取值也要在它的选项里。请改正「when」。",
        "The form has no earlier question and choice for {text}. Correct “when”.",
    ),
    "policy.P105": (
        "「{key}」和这一问的类型 {type} 不相配，或最小值大于最大值。请改正。",
        "“{key}” does not fit the type {type} of this question, or the minimum is above the "
        "maximum. Correct it.",
    ),
    "policy.P106": (
        "编号 {text} 写了两次，第一次在第 {other} 行。请换一个编号。",
        "The id {text} is used twice, first in line {other}. Choose another id.",
    ),
    "policy.P107": (
        "机关名称 {text} 里要写一次 {{place}}（代表地名），不能有别的花括号。请改写。",
        "The name {text} must hold {{place}} once, which stands for the place, and no other "
        "braces. Rewrite it.",
    ),
    "policy.P108": (
        "承诺的时限 {promised} 比法定时限 {legal} 还长。请改正其中一个。",
        "The promised limit of {promised} is longer than the legal limit of {legal}. Correct one.",
    ),
    "policy.P109": (
        "办件类型 {case_type} 与承诺的时限 {promised} 不符：即办件写 0，承诺件写 1 以上。请改正。",
        "The case type {case_type} does not fit the promised limit {promised}: 0 for a case "
        "decided at once, 1 or more for a promised one. Correct one.",
    ),
    "policy.P110": (
        "收费写法不对：收费的要写金额和依据，不收费的都不写。请改正。",
        "The fee is wrong: one that is charged has an amount and a basis, else it has neither. "
        "Correct it.",
    ),
    "policy.P111": (
        "统一社会信用代码 {text} 的校验位不对。请对照证照改正。",
        "The check character of the credit code {text} is wrong. Correct it from the certificate.",
    ),
    "policy.P112": (
        "联办环节与决定机关是同一个机关（同一地方、同一级）。请改正或删除。",
        "The joint part is done by the deciding authority itself: same place, same level. Correct "
        "or delete it.",
    ),
    "policy.P113": (
        "名称清单里的 {text} 写了两次，或已经是能办的事项。请只留一处。",
        "The title {text} is listed twice, or is an item that runs already. Keep one of them.",
    ),
    "policy.P114": (
        "没有能办的事项 {text}。请改正编号，或在 items/ 里加上它。",
        "There is no item {text} that runs. Correct the id, or add it under items/.",
    ),
    "policy.P115": (
        "「一件事」里 {what} 在各事项中写法不一样，合不成一张表、一套材料。请改成一致。",
        "In this bundle {what} differs from item to item, so they make no single form and set of "
        "materials. Make them the same.",
    ),
    "policy.P116": (
        "由谁办要看 {text}，表单里却没有一问写着 place: {text}。请在表单里加上这一问。",
        "Who decides follows from {text}, but no question has “place: {text}”. Add one.",
    ),
    "policy.P117": (
        "metro.yaml 的 departments 里没有部门 {text}。请改正编号，或在那里加上它。",
        "metro.yaml lists no department {text}. Correct the id, or add it to “departments”.",
    ),
    "policy.P118": (
        "没有写由哪个部门办，部门的工作人员就看不到它的办件。请写 department（见 metro.yaml）。",
        "No department is named, so no department's staff would see its cases. Add “department” "
        "(see metro.yaml).",
    ),
    "policy.P120": (
        "写了事项的协议，services 里要有 government；有 government 的，也要写出事项。请补上。",
        "An agreement with items needs “government” among its services, and one with “government” "
        "needs items. Add what is missing.",
    ),
    "policy.P121": (
        "参与方 {text} 是区县，只有纯政务服务的协议（services: [government]）才可以。请改正。",
        "The party {text} is a district, which only an agreement about government items alone "
        "(services: [government]) may have. Correct it.",
    ),
    "policy.P122": (
        "参与方 {text} 已经包含在参与方 {city} 里。请只留一个。",
        "The party {text} lies within the party {city}. Keep one of them.",
    ),
    "policy.P123": (
        "事项 {text} 只在同市各县之间通办（通办范围 4），协议的参与方却在不同的市。请改正。",
        "The item {text} is handled across the counties of one city only (range 4), but the "
        "parties lie in several cities. Correct one.",
    ),
    "policy.P124": (
        "事项 {text} 在协议有效期内没有任何版本。请改日期，或补上那段时间的版本。",
        "The item {text} has no version within the term of this agreement. Change the dates, or "
        "add a version for that time.",
    ),
    "policy.P125": (
        "事项 {text} 没有联办环节（joint），不能写多地联办。请改正，或在事项里写出各地做什么。",
        "The item {text} has no joint part, so it cannot be handled jointly. Correct it, or write "
        "into the item what each place does.",
    ),
    "policy.P130": (
        "赋权编号 {text} 已经用在第 {other} 行。请换一个编号。",
        "The power id {text} is already used in line {other}. Choose another id.",
    ),
    "policy.P131": (
        "权力只能由上级交给下级：{giver} 不是 {receiver} 的上级。请改正。",
        "A power goes from an upper to a lower authority: {giver} is not above {receiver}. "
        "Correct one.",
    ),
    "policy.P132": (
        "地方 {text} 不在本都市圈。请改正代码。",
        "The place {text} is not of this metro area. Correct the code.",
    ),
    "policy.P133": (
        "收回日 {since} 不在赋权的有效期内。请改正日期。",
        "The recall on {since} does not lie within the period of the power. Correct the dates.",
    ),
    "policy.P134": (
        "事项 {item} 在同一天有两项赋权（另一项是 {other}）。请改日期，或删除一项。",
        "The item {item} is given twice on one day (also by {other}). Change the dates, or "
        "delete one.",
    ),
    "policy.P135": (
        "事项 {item} 的权力是 {giver} 自己得来的（{other}），不能再往下交。请改正。",
        "{giver} itself received the power over {item} ({other}) and cannot pass it on. "
        "Correct it.",
    ),
    "policy.P136": (
        "事项 {item} 在赋权期间不由 {giver} 这一级决定，这项赋权不起作用。请改正其中一个。",
        "During this power the item {item} is not decided at the level of {giver}, so the power "
        "would do nothing. Correct one.",
    ),
    "policy.P137": (
        "文件「{document}」里第 {number} 项已经是 {other}。请核对序号。",
        "Number {number} of “{document}” is already {other}. Check the number.",
    ),
}
