"""Texts of faults of files and fields (文件和字段的问题), in Chinese and English."""

from __future__ import annotations

READING_TEXTS: dict[str, tuple[str, str]] = {
    "policy.P001": (
        'YAML 写法读不懂：{problem}。请检查缩进、冒号和引号；星号要写成 "*"。',
        'The YAML cannot be read: {problem}. Check indents, colons, quotes; a star is "*".',
    ),
    "policy.P002": (
        "文件不是 UTF-8 编码。请另存为 UTF-8。",
        "The file is not UTF-8. Save it as UTF-8.",
    ),
    "policy.P003": (
        "文件是空的。请写入内容，或删除这个文件。",
        "The file is empty. Fill it, or delete it.",
    ),
    "policy.P004": (
        "键「{key}」写了两次，第一次在第 {first} 行。请只留一处。",
        "The key “{key}” is written twice, first in line {first}. Keep one of them.",
    ),
    "policy.P005": (
        "这里用了 YAML 锚点引用（*名称）。请把内容完整写出来。",
        "A YAML alias (*name) is used here. Write the content out in full.",
    ),
    "policy.P006": (
        "键必须是一个词，这里是列表或映射。请改成文字。",
        "A key must be one word; this one is a list or a mapping. Write a text.",
    ),
    "policy.P007": (
        "找不到 metro.yaml。请在政策包的根目录写一个，说明城市、区县和统筹区。",
        "There is no metro.yaml. Write one at the root of the pack, with cities, districts, pools.",
    ),
    "policy.P008": (
        "政策包里没有放这种文件的地方。请按 {places} 摆放，并用 .yaml 结尾。",
        "A pack has no place for this file. Put it under {places}, with the ending .yaml.",
    ),
    "policy.P009": (
        "政策文件的路径不对。请写成 policies/<服务>/<组>/<名称>.yaml，只用小写字母、数字和下划线。",
        "The path of this policy file is wrong. Write policies/<service>/<group>/<name>.yaml in "
        "lower-case letters, digits and underscores.",
    ),
    "policy.P010": (
        "不认识的键「{key}」。这里可以写：{allowed}。请改正或删除。",
        "Unknown key “{key}”. Allowed here: {allowed}. Correct or delete it.",
    ),
    "policy.P011": (
        "缺少「{key}」。请补上。",
        "“{key}” is missing. Add it.",
    ),
    "policy.P012": (
        "「{field}」应该是{wanted_zh}，这里是{given_zh}。请改写。",
        "“{field}” should be {wanted_en}, here it is {given_en}. Rewrite it.",
    ),
    "policy.P013": (
        '「{field}」的 {text} 没有加引号，会被当成数字、日期或开关。请写成 "{text}"。',
        "The {text} of “{field}” has no quotes and would be read as a number, a date or a switch. "
        'Write "{text}".',
    ),
    "policy.P014": (
        "「{field}」是空的。请填写文字，或删除这一行。",
        "“{field}” is empty. Write a text, or delete the line.",
    ),
    "policy.P015": (
        "「{field}」的代码 {text} 写法不对。应为：{form_zh}。请改正。",
        "The code {text} of “{field}” is malformed. It should be {form_en}. Correct it.",
    ),
    "policy.P016": (
        "「{field}」不能写 {text}。请从这些里选：{allowed}。",
        "“{field}” cannot be {text}. Choose one of: {allowed}.",
    ),
    "policy.P017": (
        "「{field}」的日期 {text} 不对。请写真实存在的日期，格式 yyyy-MM-dd。",
        "The date {text} of “{field}” is wrong. Write a real day in the form yyyy-MM-dd.",
    ),
    "policy.P018": (
        "「{field}」的 {text} 不是 {low} 到 {high} 之间的整数。请改写。",
        "The {text} of “{field}” is not a whole number from {low} to {high}. Rewrite it.",
    ),
    "policy.P019": (
        "「{field}」有 {given} 项，应该{wanted_zh}。请增减。",
        "“{field}” has {given} items; it should have {wanted_en}. Add or remove some.",
    ),
    "policy.P020": (
        "缺少来源「source」。请写明依据的文件（document），样例值也要写明是样例。",
        "The “source” is missing. Name the document it rests on; of a sample value say so.",
    ),
    "policy.P021": (
        "缺少复核日期「review_by」。请写明最晚哪天复核，格式 yyyy-MM-dd。",
        "“review_by” is missing. Write by which day it must be reviewed, as yyyy-MM-dd.",
    ),
    "policy.P022": (
        "状态不能写 {text}。请写 verified、secondary 或 illustrative（样例）。",
        "The status cannot be {text}. Write verified, secondary or illustrative.",
    ),
    "policy.P023": (
        "结束日期 {until} 早于开始日期 {since}。请改正其中一个。",
        "The end {until} is before the start {since}. Correct one of them.",
    ),
    "policy.P024": (
        "「{field}」里 {text} 写了两次。请只留一处。",
        "“{field}” names {text} twice. Keep one of them.",
    ),
}
