"""Moving a case along its table (办件流转), with the words for states, events and refusals."""

from __future__ import annotations

from collections.abc import Iterable

from rongcheng.services.government.domain.lifecycle import (
    MOVES,
    Capacity,
    CaseEvent,
    CaseState,
    MoveRefusal,
    decide_move,
)
from rongcheng.services.government.errors import EventRefused

STATES: dict[CaseState, tuple[str, str]] = {
    CaseState.DRAFT: ("草稿", "a draft"),
    CaseState.SUBMITTED: ("已提交", "submitted"),
    CaseState.TRANSFERRED: ("转交途中", "on its way"),
    CaseState.SUPPLEMENT_ASKED: ("等补充材料", "waiting for a supplement"),
    CaseState.REFUSED: ("不予受理", "refused at the door"),
    CaseState.ACCEPTED: ("已受理", "accepted"),
    CaseState.IN_REVIEW: ("审查中", "in review"),
    CaseState.SPECIAL_PROCEDURE: ("特别程序中", "in a special procedure"),
    CaseState.DECIDED: ("已办结", "decided"),
    CaseState.DELIVERED: ("已送达", "delivered"),
    CaseState.RATED: ("已评价", "rated"),
    CaseState.CLOSED: ("已归档", "closed"),
    CaseState.WITHDRAWN: ("已撤回", "withdrawn"),
}
EVENTS: dict[CaseEvent, tuple[str, str]] = {
    CaseEvent.SAVE: ("保存", "save"),
    CaseEvent.SUBMIT: ("提交", "submit"),
    CaseEvent.TRANSFER: ("转交", "pass on"),
    CaseEvent.ARRIVE: ("收到转交", "receive"),
    CaseEvent.ASK_SUPPLEMENT: ("通知补充材料", "ask for a supplement"),
    CaseEvent.SUPPLEMENT: ("补充材料", "supplement"),
    CaseEvent.SUPPLEMENT_LAPSE: ("到期没有补充", "no supplement in time"),
    CaseEvent.ACCEPT: ("受理", "accept"),
    CaseEvent.DEEM_ACCEPTED: ("到期视为受理", "deemed accepted"),
    CaseEvent.REFUSE: ("不予受理", "refuse at the door"),
    CaseEvent.BEGIN_REVIEW: ("开始审查", "begin the review"),
    CaseEvent.BEGIN_PROCEDURE: ("开始特别程序", "begin a special procedure"),
    CaseEvent.END_PROCEDURE: ("结束特别程序", "end the special procedure"),
    CaseEvent.EXTEND: ("延长期限", "extend the limit"),
    CaseEvent.DECIDE: ("作出决定", "decide"),
    CaseEvent.DELIVER: ("送达", "deliver"),
    CaseEvent.RATE: ("评价", "rate"),
    CaseEvent.RATING_LAPSE: ("到期没有评价", "no rating in time"),
    CaseEvent.CLOSE: ("归档", "close"),
    CaseEvent.WITHDRAW: ("撤回", "withdraw"),
}
CAPACITIES: dict[Capacity, tuple[str, str]] = {
    Capacity.APPLICANT: ("申请人", "applicant"),
    Capacity.COUNTER: ("代收窗口", "collecting counter"),
    Capacity.ACCEPTOR: ("受理人", "accepting clerk"),
    Capacity.OFFICER: ("承办人", "case officer"),
    Capacity.DECIDER: ("审批人", "deciding officer"),
    Capacity.SUPERVISOR: ("负责人", "supervisor"),
    Capacity.CLOCK: ("到期自动", "passing of days"),
}
REFUSALS: dict[MoveRefusal, tuple[str, str]] = {
    MoveRefusal.NOT_YET: (
        "还没到这一步。请先办完前面的步骤。",
        "it is too early. Take the steps before it first.",
    ),
    MoveRefusal.ALREADY_PAST: (
        "这一步已经过了。请刷新页面看最新进度。",
        "that step is past. Open the page again to see where the case stands.",
    ),
    MoveRefusal.WAITS_FOR_APPLICANT: (
        "正在等申请人补充材料。请等补齐，或到期再办。",
        "it waits for the applicant's supplement. Wait for it, or until its last day.",
    ),
    MoveRefusal.ON_THE_WAY: (
        "材料还在转交途中。请等有权办理的窗口签收。",
        "it is on its way. Wait until the competent counter has received it.",
    ),
    MoveRefusal.IN_PROCEDURE: (
        "特别程序还没结束。请先登记结束和结果。",
        "the special procedure is not over. Enter its end and result first.",
    ),
    MoveRefusal.AT_ITS_END: (
        "办件已经结束，不再变动。需要的话请重新申请。",
        "the case is at its end and changes no more. Apply anew if needed.",
    ),
    MoveRefusal.NOT_YOURS: (
        "这一步由{zh}来做。请转给他们。",
        "it is for the {en} to do. Pass it to them.",
    ),
}


def words_of(named: CaseState | CaseEvent | Capacity) -> tuple[str, str]:
    """Return the Chinese and English word for a state, an event or a capacity.

    >>> words_of(CaseState.SUPPLEMENT_ASKED)
    ('等补充材料', 'waiting for a supplement')
    """
    if isinstance(named, CaseState):
        return STATES[named]
    return EVENTS[named] if isinstance(named, CaseEvent) else CAPACITIES[named]


def move(state: CaseState, event: CaseEvent, capacities: Iterable[Capacity]) -> CaseState:
    """Return the state after an event by somebody in these capacities.

    Raises EventRefused, which says why and what to do, and leaves the state as it was.
    """
    moved = decide_move(state, event, capacities)
    if moved.refusal is None:
        return moved.state
    why_zh, why_en = REFUSALS[moved.refusal]
    if moved.refusal is MoveRefusal.NOT_YOURS:
        owners = [CAPACITIES[owner] for owner in MOVES[state, event].capacities]
        why_zh = why_zh.format(zh="或".join(zh for zh, _ in owners))
        why_en = why_en.format(en=" or ".join(en for _, en in owners))
    raise EventRefused(
        state_zh=STATES[state][0],
        state_en=STATES[state][1],
        event_zh=EVENTS[event][0],
        event_en=EVENTS[event][1],
        why_zh=why_zh,
        why_en=why_en,
    )
