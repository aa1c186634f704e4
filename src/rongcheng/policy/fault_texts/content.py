"""Texts of faults of what a pack says (内容的问题), in Chinese and English."""

from __future__ import annotations

CONTENT_TEXTS: dict[str, tuple[str, str]] = {
    "policy.P030": (
        "不认识的单位 {text}。请从这些里选：{allowed}。",
        "Unknown unit {text}. Choose one of: {allowed}.",
    ),
    "policy.P031": (
        "不认识的维度 {text}。通用维度有：{allowed}；自定义的请写成 {{{text}: [取值, …]}}。",
        "Unknown dimension {text}. The common ones are: {allowed}; declare an own one as "
        "{{{text}: [values, …]}}.",
    ),
    "policy.P032": (
        "维度 {text} 的声明不对：{why_zh}。请改正「by」。",
        "The declaration of dimension {text} is wrong: {why_en}. Correct “by”.",
    ),
    "policy.P033": (
        "维度 {dimension} 没有取值 {text}。可用：{allowed}。请改正。",
        "The dimension {dimension} has no value {text}. Allowed: {allowed}. Correct it.",
    ),
    "policy.P034": (
        '这里要按维度 {dimension} 分开写（每个取值一行），现在是单个值。请展开，或写 "*": 值。',
        'Values differ by {dimension} here: write one line a value, or "*": value, instead of a '
        "single value.",
    ),
    "policy.P035": (
        "{text} 不是以「{unit_zh}」为单位的整数。请写成不带小数、引号和逗号的整数。",
        "{text} is not a whole number of {unit_en}. Write it without decimals, quotes or commas.",
    ),
    "policy.P036": (
        "{text} 是负数。请写 0 或正整数。",
        "{text} is negative. Write zero or a positive whole number.",
    ),
    "policy.P037": (
        "{text} 超过「{unit_zh}」的上限 {high}。请核对单位和位数。",
        "{text} is above the bound of {unit_en}, {high}. Check unit and digits.",
    ),
    "policy.P038": (
        "比例 {text} 超过 1000000（即 100%）。请按百万分之一写，例如 70% 写成 700000。",
        "The rate {text} is above 1000000 (100 %). Write parts per million: 70 % is 700000.",
    ),
    "policy.P039": (
        "开关值不能写 {text}。请写 true 或 false。",
        "A flag cannot be {text}. Write true or false.",
    ),
    "policy.P040": (
        "值应该是{wanted_zh}。请改写。",
        "The value should be {wanted_en}. Rewrite it.",
    ),
    "policy.P041": (
        "列表里代码 {text} 写了两次。请只留一处。",
        "The list names the code {text} twice. Keep one of them.",
    ),
    "policy.P042": (
        "不认识的层级 {text}。请从这些里选：{allowed}。",
        "Unknown layer {text}. Choose one of: {allowed}.",
    ),
    "policy.P043": (
        '适用地 {text} 写法不对。请写成 层级:代码，例如 "pool:430199"。',
        'The place {text} is malformed. Write layer:code, for example "pool:430199".',
    ),
    "policy.P044": (
        "metro.yaml 里没有 {text}。请改正代码，或先在 metro.yaml 里加上它。",
        "metro.yaml has no {text}. Correct the code, or add it to metro.yaml first.",
    ),
    "policy.P045": (
        "metro.yaml 里没有统筹区 {text}。已有：{allowed}。请改正。",
        "metro.yaml has no pool {text}. It has: {allowed}. Correct it.",
    ),
    "policy.P046": (
        "没有编号为 {text} 的协议。请改正，或在 agreements/ 里加上它。",
        "There is no agreement {text}. Correct the id, or add it under agreements/.",
    ),
    "policy.P047": (
        "层级 {layer} 不在「order」里（{order}）。请加进 order，或换一个层级。",
        "The layer {layer} is not in “order” ({order}). Add it there, or use another layer.",
    ),
    "policy.P048": (
        "与第 {other} 行开始的值重叠（{where}）：同一天只能有一个值。请改开始或结束日期。",
        "Overlaps with the value of line {other} ({where}): a day can have one value only. Change "
        "a start or an end.",
    ),
    "policy.P049": (
        "与第 {other} 行的值之间空了 {days} 天（{where}）。请补上这段，或延长前一个值。",
        "There is a gap of {days} days after the value of line {other} ({where}). Fill it, or "
        "extend the value before.",
    ),
    "policy.P050": (
        "协议 {agreement} 不含服务 {service}。请在协议的 services 里加上，或换一个适用地。",
        "The agreement {agreement} does not cover the service {service}. Add it to its services, "
        "or use another place.",
    ),
    "policy.P051": (
        "这个值不在协议 {agreement} 的有效期内（{since} 至 {until}）。请改日期。",
        "This value lies outside the term of agreement {agreement} ({since} to {until}). Change "
        "the dates.",
    ),
    "policy.P060": (
        "代码 {text} 已经在第 {other} 行用过。请改成它自己的代码。",
        "The code {text} is already used in line {other}. Write its own code.",
    ),
    "policy.P061": (
        "区县代码 {text} 不属于城市 {city}（前四位不同）。请移到它的城市，或改正代码。",
        "The district code {text} is not of city {city}: the first four digits differ. Move it to "
        "its city, or correct the code.",
    ),
    "policy.P062": (
        "城市代码 {text} 不属于省份 {province}，或不以 00 结尾。请改正。",
        "The city code {text} is not of province {province}, or does not end in 00. Correct it.",
    ),
    "policy.P063": (
        "区县 {text} 与 {other_code}（第 {other} 行）占了同一个格子 {tile}。请换一个空格子。",
        "The district {text} stands on tile {tile}, which {other_code} (line {other}) has. Choose "
        "a free tile.",
    ),
    "policy.P064": (
        "相邻关系里的 {text} 不是本都市圈的区县。请改正或删除这一对。",
        "The {text} of this pair is no district of this metro area. Correct or delete the pair.",
    ),
    "policy.P065": (
        "区县 {text} 不能和自己相邻。请改正或删除这一对。",
        "The district {text} cannot border itself. Correct or delete the pair.",
    ),
    "policy.P066": (
        "{a}–{b} 已经在第 {other} 行写过。请只留一处。",
        "The pair {a}–{b} is already in line {other}. Keep one of them.",
    ),
    "policy.P067": (
        "{a}–{b} 在同一个城市。这里只写跨市相邻的区县，请删除这一对。",
        "{a}–{b} lie in one city. Only pairs that cross a city border belong here: delete it.",
    ),
    "policy.P068": (
        "统筹区 {pool} 的所在城市 {city} 不在 cities 里。请改正。",
        "The seat {city} of pool {pool} is not among the cities. Correct it.",
    ),
    "policy.P069": (
        "城市 {city} 有 {given} 个市级统筹区，应该正好一个。请增减 pools。",
        "The city {city} has {given} pools of level city; exactly one is needed. Change pools.",
    ),
    "policy.P070": (
        "应用的登录声明 {text} 用了两次：证件号码和姓名不能来自同一个声明。请改正 claims。",
        "The claim {text} is named twice: ID number and name cannot come from one claim. "
        "Correct “claims”.",
    ),
    "policy.P073": (
        "应用登录的 scopes 里没有 openid，对方不会给出登录凭据。请加上。",
        "The scopes of the app's sign-in lack openid, without which nobody is signed in. Add it.",
    ),
    "policy.P074": (
        "声明 {text} 由登录协议自己使用，不能当作证件号码或姓名。请改用应用真正的声明名。",
        "The claim {text} belongs to the protocol itself; it holds no ID number and no name. "
        "Name the app's own claim.",
    ),
    "policy.P071": (
        "协议编号 {text} 已经用在 {other}。请换一个编号。",
        "The agreement id {text} is already used in {other}. Choose another id.",
    ),
    "policy.P072": (
        "协议的参与方 {text} 不在 metro.yaml 的城市和区县里。请改正或删除。",
        "The party {text} is no city or district of metro.yaml. Correct or delete it.",
    ),
    "policy.P080": (
        "城市 {text} 不在 metro.yaml 里。请改正机构文件的 city。",
        "The city {text} is not in metro.yaml. Correct the “city” of this file.",
    ),
    "policy.P081": (
        "机构代码 {text} 已经用在 {other}。请给它自己的代码。",
        "The institution code {text} is already used in {other}. Give it its own code.",
    ),
    "policy.P082": (
        "机构代码 {text} 的地区段 {region} 不属于 {district}。请用所在区县、城市或统筹区的代码。",
        "The region {region} in institution code {text} does not fit {district}. Use the code of "
        "its district, city or pool.",
    ),
    "policy.P083": (
        "区县 {text} 不属于城市 {city}。请改正机构的 district。",
        "The district {text} is not in city {city}. Correct the “district” of the institution.",
    ),
    "policy.P084": (
        "待遇等级 {tier} 与医院等级 hosp_lv {level} 不符。这个 hosp_lv 可配：{allowed}。请改正。",
        "The tier {tier} does not fit hosp_lv {level}, which allows: {allowed}. Correct one.",
    ),
    "policy.P085": (
        "机构代码 {text} 的首字母与类型 {kind} 不符，应为 {letter}。请改正。",
        "The first letter of {text} does not fit the kind {kind}; it should be {letter}. Correct "
        "it.",
    ),
    "policy.P090": (
        "目录的适用地 {text} 不是本都市圈的城市或省份。请改正。",
        "The place {text} of this catalogue is no city or province of this metro area. Correct it.",
    ),
    "policy.P091": (
        "目录项目 {text} 已经写在 {other}。请合并，同一适用地每个项目只写一次。",
        "The catalogue item {text} is already in {other}. Merge them: once a place and item.",
    ),
    "policy.P092": (
        "收费等级不能写 {text}。请写 A（甲类）、B（乙类）或 C（丙类）。",
        "The class cannot be {text}. Write A, B or C.",
    ),
    "policy.P093": (
        "乙类项目没有先行自付比例：{place} 在 {since} 没有 {key}。请写 prepay_ppm。",
        "This class B item has no prepaid share: {place} has no {key} on {since}. Write prepay_ppm "
        "here, or give that parameter a value.",
    ),
    "policy.P094": (
        "丙类项目全自费，不能再写「{key}」。请删除它，或改正等级。",
        "A class C item is wholly self-paid and cannot have “{key}”. Delete it, or correct the "
        "class.",
    ),
    "policy.P095": (
        "甲类项目没有先行自付，不能写「prepay_ppm」。请删除它，或把等级改为 B。",
        "A class A item has no prepaid share. Delete “prepay_ppm”, or make the class B.",
    ),
}
