"""Texts of faults of e-certificates (电子证照种类的问题), in Chinese and English."""

from __future__ import annotations

CERTIFICATE_TEXTS: dict[str, tuple[str, str]] = {
    "policy.P140": (
        "地方 {text} 不是本都市圈的城市。请改正「at」。",
        "The place {text} is no city of this metro area. Correct “at”.",
    ),
    "policy.P141": (
        "「{text}」每张证照上都有，不能再当成自己的字段。请换一个名称。",
        "“{text}” stands on every certificate and cannot be a field of its own. Rename it.",
    ),
    "policy.P142": (
        "对照里的字段 {text} 在证照上没有。请改正「field」。",
        "No certificate has the field {text}. Correct “field”.",
    ),
    "policy.P143": (
        "这个城市把证照 {kind} 的两个字段都叫 {text}，分不清。请给它们不同的名称。",
        "This city calls two fields of {kind} by the one name {text}. Give them different names.",
    ),
    "policy.P144": (
        "{text} 的互认写了两次，日期有重叠（另一处在第 {other} 行）。请改日期，或删除一处。",
        "{text} recognises this kind twice on one day (also in line {other}). Change the dates, or "
        "delete one.",
    ),
    "policy.P145": (
        "证照种类 {text} 不在 certificates.yaml 里。请改正编号，或把它加进去。",
        "The kind {text} is not in certificates.yaml. Correct the id, or add it there.",
    ),
    "policy.P146": (
        "这个事项发的证照 {kind} 要填「{field}」，表单里却没有必答的一问能填它。请加上，"
        "或在证照种类里改「takes」。",
        "The certificate {kind} of this item has the field “{field}”, but no question that is "
        "always answered fills it. Add one, or change “takes” of the kind.",
    ),
}
