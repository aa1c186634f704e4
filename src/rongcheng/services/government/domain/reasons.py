"""Why a case goes the way it goes (原因): stable codes, each one bit of a rule's mask.

A code never changes its meaning and is never reused: `government.R006` has the bit `1 << 6`. Bits
up to `LAST_REFUSAL` stop a case, the others explain it.
"""

from __future__ import annotations

from enum import IntEnum

from rongcheng.kernel.outcomes import Reason


class RoutingReason(IntEnum):
    """Bits of the reason mask that the routing rule returns."""

    PLACE_MISSING = 1 << 0
    PLACE_OUTSIDE = 1 << 1
    PLACE_TOO_WIDE = 1 << 2
    ASKED_OUTSIDE = 1 << 3
    JOINT_PLACE_MISSING = 1 << 4
    JOINT_PLACE_OUTSIDE = 1 << 5
    NOT_AGREED = 1 << 6
    AGREEMENT_LATER = 1 << 7
    AGREEMENT_ENDED = 1 << 8
    MODE_NOT_AGREED = 1 << 9
    POWER_HOLDS = 1 << 10
    POWER_LATER = 1 << 11
    POWER_RECALLED = 1 << 12
    POWER_ENDED = 1 << 13
    OWN_CITY = 1 << 14
    SAME_AUTHORITY = 1 << 15


LAST_REFUSAL = RoutingReason.MODE_NOT_AGREED

ROUTING_REASONS: dict[RoutingReason, Reason] = {
    RoutingReason.PLACE_MISSING: Reason(
        "government.R000",
        "还不知道{place}在哪里，定不了由谁办。请补上{place}的区县。",
        "Without the place “{place}” nobody can say who decides. Add its district.",
    ),
    RoutingReason.PLACE_OUTSIDE: Reason(
        "government.R001",
        "{place}不在本都市圈，这里办不了。请到当地窗口，或上国家政务服务平台办理。",
        "The place “{place}” lies outside this metro area. Go to a counter there, or use the "
        "national platform.",
    ),
    RoutingReason.PLACE_TOO_WIDE: Reason(
        "government.R002",
        "这件事由区县办，只写到市还不够。请选{place}的区县。",
        "A district decides this, so a city is not enough. Choose the district of “{place}”.",
    ),
    RoutingReason.ASKED_OUTSIDE: Reason(
        "government.R003",
        "这个窗口或应用不在本都市圈。请换成员城市的窗口或应用办理。",
        "This counter or app is not of this metro area. Use one of a member city.",
    ),
    RoutingReason.JOINT_PLACE_MISSING: Reason(
        "government.R004",
        "这件事要几地一起办，还缺一个地方。请补上相关的区县。",
        "Several places handle this together, and one of them is not known. Add its district.",
    ),
    RoutingReason.JOINT_PLACE_OUTSIDE: Reason(
        "government.R005",
        "要一起办的地方有一个不在本都市圈，这里转不过去。请直接到{decider}办理。",
        "One of the places that must take part lies outside this metro area. Apply to {decider} "
        "directly.",
    ),
    RoutingReason.NOT_AGREED: Reason(
        "government.R006",
        "两地还没有商定这件事可以跨市办。请直接到{decider}办理。",
        "The two places have not agreed to handle this across cities. Apply to {decider} directly.",
    ),
    RoutingReason.AGREEMENT_LATER: Reason(
        "government.R007",
        "{agreement}从 {since} 起才可以跨市办。请到那天再来，或直接到{decider}办理。",
        "{agreement} allows this across cities from {since} on. Come again then, or apply to "
        "{decider} directly.",
    ),
    RoutingReason.AGREEMENT_ENDED: Reason(
        "government.R008",
        "{agreement}到 {until} 为止，现在不能跨市办。请直接到{decider}办理。",
        "{agreement} ended on {until}, so this is no longer handled across cities. Apply to "
        "{decider} directly.",
    ),
    RoutingReason.MODE_NOT_AGREED: Reason(
        "government.R009",
        "两地没有商定可以{mode}，可以{offered}。请换这种方式，或直接到{decider}办理。",
        "The two places have not agreed on “{mode}”, but on “{offered}”. Choose that, or apply to "
        "{decider} directly.",
    ),
    RoutingReason.POWER_HOLDS: Reason(
        "government.R010",
        "上级已把这项权力交给{decider}（{power}），由它决定。",
        "The upper authority has given this power to {decider} ({power}), which decides.",
    ),
    RoutingReason.POWER_LATER: Reason(
        "government.R011",
        "这件事开始时权力还没有下放，仍由上级决定到底。",
        "The power was not yet given when the case began: the upper authority decides it.",
    ),
    RoutingReason.POWER_RECALLED: Reason(
        "government.R012",
        "这项权力已经收回，收回以后的申请由上级决定。",
        "The power has been taken back: what is applied for since then the upper authority "
        "decides.",
    ),
    RoutingReason.POWER_ENDED: Reason(
        "government.R013",
        "这项赋权已经到期，到期以后的申请由上级决定。",
        "The power has ended: what is applied for since then the upper authority decides.",
    ),
    RoutingReason.OWN_CITY: Reason(
        "government.R014",
        "就在本市办，不用跨市。",
        "It is handled in its own city; no city border is crossed.",
    ),
    RoutingReason.SAME_AUTHORITY: Reason(
        "government.R015",
        "要一起办的是同一个机关，不用再转。",
        "The part of another place is the deciding authority's own: nothing is passed on.",
    ),
}
