"""Why somebody may not act, or give a mandate (原因): stable codes, never reused."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from rongcheng.kernel.outcomes import Reason


class Bar(IntEnum):
    """The one thing that stands against acting for somebody (不能代办的原因)."""

    NONE = 0
    NOT_ACCEPTED = 1
    LAPSED = 2
    REFUSED = 3
    WITHDRAWN = 4
    NOT_BEGUN = 5
    EXPIRED = 6
    REVOKED = 7
    RESIGNED = 8
    ENDED = 9
    GROWN_UP = 10
    OUT_OF_SCOPE = 11
    NOT_FOR_GUARDIANS = 12
    OBJECTED = 13
    WAITS_FOR_OTHER = 14


class Fault(IntEnum):
    """Bits of what is wrong with a mandate or guardianship that is to be given (不能授权的原因)."""

    SAME_PERSON = 1 << 0
    OTHER_METRO = 1 << 1
    GIVER_MINOR = 1 << 2
    AGENT_MINOR = 1 << 3
    NO_MATTER = 1 << 4
    MATTER_UNKNOWN = 1 << 5
    COUNTER_ONLY = 1 << 6
    BEGINS_BEFORE_TODAY = 1 << 7
    ENDS_BEFORE_IT_BEGINS = 1 << 8
    TOO_LONG = 1 << 9
    DOCUMENT_MISSING = 1 << 10
    WITNESS_MISSING = 1 << 11
    WITNESS_IS_PARTY = 1 << 12
    TOO_MANY = 1 << 13
    CHILD_OF_AGE = 1 << 14


def _reason(number: int, zh: str, en: str) -> Reason:
    return Reason(f"people.R{number:03d}", zh, en)


BAR_TEXTS: Mapping[Bar, Reason] = {
    Bar.NOT_ACCEPTED: _reason(
        1, "代办人还没有接受这份授权。", "The agent has not accepted this mandate yet."
    ),
    Bar.LAPSED: _reason(
        2,
        "这份授权没有在期限内接受，已经失效。需要的话请本人重新授权。",
        "The mandate was not accepted in time and has lapsed. It can be given again.",
    ),
    Bar.REFUSED: _reason(3, "代办人没有接受这份授权。", "The agent declined this mandate."),
    Bar.WITHDRAWN: _reason(
        4, "本人在接受之前收回了授权。", "The mandate was withdrawn before it was accepted."
    ),
    Bar.NOT_BEGUN: _reason(
        5, "授权的开始日期还没有到。", "The first day of the mandate has not come yet."
    ),
    Bar.EXPIRED: _reason(
        6,
        "授权已经到期。还要办的话，请本人再授权一次。",
        "The mandate has expired. To go on, ask for a new one.",
    ),
    Bar.REVOKED: _reason(7, "本人已经撤销授权。", "The mandate was revoked."),
    Bar.RESIGNED: _reason(8, "代办人已经辞去代办。", "The agent has resigned."),
    Bar.ENDED: _reason(
        9, "窗口已办理监护终止。", "A counter has recorded the end of the guardianship."
    ),
    Bar.GROWN_UP: _reason(
        10,
        "孩子已满十八周岁，监护到此为止。要继续代办，请孩子本人授权。",
        "The child is of age, so the guardianship is over. To go on, ask for a mandate.",
    ),
    Bar.OUT_OF_SCOPE: _reason(
        11,
        "这件事不在授权范围内。要办的话，请本人另外授权。",
        "This matter is not part of the mandate. Ask for it to be added by a new one.",
    ),
    Bar.NOT_FOR_GUARDIANS: _reason(
        12,
        "这件事监护人不能代办，请到窗口办理。",
        "Guardians cannot do this; please come to a counter.",
    ),
    Bar.OBJECTED: _reason(
        13,
        "有监护人不同意办这件事，先停下。理由：{words}。商量好以后请不同意的一方改为同意。",
        "A guardian objects, so this is held. Reason: {words}. It goes on once the objection is"
        " taken back.",
    ),
    Bar.WAITS_FOR_OTHER: _reason(
        14,
        "这件事要监护人都同意，还差 {words} 同意。",
        "All guardians must agree to this; {words} has not done so yet.",
    ),
}

FAULT_TEXTS: Mapping[Fault, Reason] = {
    Fault.SAME_PERSON: _reason(
        21, "不能授权给自己。", "Nobody needs a mandate to act for themselves."
    ),
    Fault.OTHER_METRO: _reason(
        22,
        "双方要在同一个都市圈登记。",
        "Both must be registered in the same metro area.",
    ),
    Fault.GIVER_MINOR: _reason(
        23,
        "未满十八周岁不能授权，由监护人办理。",
        "Somebody under age cannot give a mandate; the guardians act.",
    ),
    Fault.AGENT_MINOR: _reason(
        24, "代办人、监护人要年满十八周岁。", "Agents and guardians must be of age."
    ),
    Fault.NO_MATTER: _reason(25, "请至少选一件事。", "Choose at least one matter."),
    Fault.MATTER_UNKNOWN: _reason(
        26, "选的事项不在清单里，请重新选。", "A chosen matter is not in the list; choose again."
    ),
    Fault.COUNTER_ONLY: _reason(
        27,
        "选的事项里有一件要双方带证件到窗口授权。",
        "One of the matters can only be entrusted at a counter, with both documents.",
    ),
    Fault.BEGINS_BEFORE_TODAY: _reason(
        28, "开始日期不能早于今天。", "A mandate cannot begin before today."
    ),
    Fault.ENDS_BEFORE_IT_BEGINS: _reason(
        29, "最后一天不能早于开始日期。", "The last day cannot lie before the first."
    ),
    Fault.TOO_LONG: _reason(
        30,
        "时间太长：所选事项最晚到 {until}。到期可以再授权。",
        "Too long: for these matters {until} is the latest last day. It can be given again then.",
    ),
    Fault.DOCUMENT_MISSING: _reason(
        31, "请写明文书名称和编号。", "Name the document and its number."
    ),
    Fault.WITNESS_MISSING: _reason(
        32, "窗口办理要有见证人，请写姓名。", "A counter needs a witness; write the name."
    ),
    Fault.WITNESS_IS_PARTY: _reason(
        33,
        "见证人不能是当事人，也不能是经办人自己。",
        "The witness must be neither one of the two people nor the clerk.",
    ),
    Fault.TOO_MANY: _reason(
        34,
        "同时有效的份数已到上限 {most} 份。先撤销不用的，再办新的。",
        "There are {most} already, which is the most at one time. Revoke one first.",
    ),
    Fault.CHILD_OF_AGE: _reason(
        35,
        "已满十八周岁，不登记监护；请本人授权。",
        "The person is of age: no guardianship is recorded; ask for a mandate instead.",
    ),
}
