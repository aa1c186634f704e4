"""The life of a follow-up (差评回访): call back, put right, answer; a table like that of a case."""

from __future__ import annotations

from enum import IntEnum

from rongcheng.kernel.state_table import StateTable


class FollowUpState(IntEnum):
    """Where a follow-up stands."""

    OPEN = 1
    UNREACHED = 2
    CONTACTED = 3
    PUT_RIGHT = 4


class FollowUpEvent(IntEnum):
    """What is done: a call that nobody took, a talk, and putting right with an answer."""

    CALL_IN_VAIN = 1
    CONTACT = 2
    PUT_RIGHT = 3


_S, _E = FollowUpState, FollowUpEvent
FOLLOW_UP = StateTable(
    states=FollowUpState,
    events=FollowUpEvent,
    first=_S.OPEN,
    allowed={
        (_S.OPEN, _E.CALL_IN_VAIN): _S.UNREACHED,
        (_S.OPEN, _E.CONTACT): _S.CONTACTED,
        (_S.UNREACHED, _E.CALL_IN_VAIN): _S.UNREACHED,
        (_S.UNREACHED, _E.CONTACT): _S.CONTACTED,
        # Whoever cannot be reached still gets it put right, and the answer in writing.
        (_S.UNREACHED, _E.PUT_RIGHT): _S.PUT_RIGHT,
        (_S.CONTACTED, _E.PUT_RIGHT): _S.PUT_RIGHT,
    },
)
STATES: dict[FollowUpState, tuple[str, str]] = {
    _S.OPEN: ("等回访", "waiting for a call"),
    _S.UNREACHED: ("没联系上", "not reached yet"),
    _S.CONTACTED: ("已回访，等整改", "called back, to be put right"),
    _S.PUT_RIGHT: ("已整改", "put right"),
}
EVENTS: dict[FollowUpEvent, tuple[str, str]] = {
    _E.CALL_IN_VAIN: ("记没联系上", "noted as not reached"),
    _E.CONTACT: ("记回访", "noted as called back"),
    _E.PUT_RIGHT: ("整改并答复", "put right"),
}
NEXT: dict[FollowUpState, tuple[str, str]] = {
    _S.OPEN: ("请先回访。", "Call the person first."),
    _S.UNREACHED: ("请再联系，或整改后书面答复。", "Call again, or put it right and answer."),
    _S.CONTACTED: ("请整改后答复。", "Put it right and answer."),
    _S.PUT_RIGHT: ("已经办完，不用再办。", "It is done; nothing is left to do."),
}
