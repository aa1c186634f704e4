"""Moves a visit or stay from state to state (状态推进): under lock, by the table, or not at all.

A step that the table refuses is told by name with what to do next, and changes nothing.
"""

from __future__ import annotations

from rongcheng.services.health.domain.lifecycle import VisitEvent, VisitState, next_state
from rongcheng.services.health.domain.stay_lifecycle import STAY, StayEvent, StayState
from rongcheng.services.health.errors import OutOfOrder, VisitUnknown
from rongcheng.services.health.models import Visit
from rongcheng.services.health.stay_errors import StayUnknown
from rongcheng.services.health.types import Place

STATES: dict[VisitState, tuple[str, str]] = {
    VisitState.REGISTERED: ("已挂号", "registered"),
    VisitState.SEEN: ("已就诊", "seen"),
    VisitState.CHARGED: ("有未结算费用", "charged"),
    VisitState.SETTLED: ("已结算", "settled"),
    VisitState.CANCELLED: ("已退号", "cancelled"),
    VisitState.MERGED: ("已并入住院", "merged into a stay"),
}
EVENTS: dict[VisitEvent, tuple[str, str]] = {
    VisitEvent.CANCEL: ("退号", "cancel"),
    VisitEvent.SEE: ("上传就诊信息", "record the visit"),
    VisitEvent.CHARGE: ("上传费用明细", "upload lines"),
    VisitEvent.DROP_SOME: ("撤销费用明细", "drop lines"),
    VisitEvent.DROP_ALL: ("撤销费用明细", "drop lines"),
    VisitEvent.DROP_REST: ("撤销费用明细", "drop lines"),
    VisitEvent.SETTLE: ("结算", "settle"),
    VisitEvent.SETTLE_PART: ("结算", "settle"),
    VisitEvent.REVERSE: ("撤销结算", "reverse"),
    VisitEvent.MERGE: ("并入住院", "merge into a stay"),
    VisitEvent.UNMERGE: ("退回急诊", "give back"),
}
_HINTS: dict[VisitState, tuple[str, str]] = {
    VisitState.REGISTERED: ("请先做 2203 上传就诊信息。", "Record the visit first (2203)."),
    VisitState.SEEN: ("请先做 2204 上传费用明细。", "Upload the lines first (2204)."),
    VisitState.CHARGED: ("请先撤销或结算未结算的费用。", "Drop or settle open lines first."),
    VisitState.SETTLED: ("请先用 2208 撤销结算。", "Reverse the settlement first (2208)."),
    VisitState.CANCELLED: ("请重新挂号。", "Register anew."),
    VisitState.MERGED: (
        "费用已并入随后的住院，请在住院里结算（2304）。",
        "Its lines are in the stay that followed; settle them there (2304).",
    ),
}
STAY_STATES: dict[StayState, tuple[str, str]] = {
    StayState.ADMITTED: ("在院", "in hospital"),
    StayState.DISCHARGED: ("已出院", "discharged"),
    StayState.SETTLED: ("已出院结算", "settled"),
    StayState.CANCELLED: ("已撤销入院", "cancelled"),
}
STAY_EVENTS: dict[StayEvent, tuple[str, str]] = {
    StayEvent.CHANGE: ("变更住院信息", "change the stay"),
    StayEvent.CHARGE: ("上传费用明细", "upload lines"),
    StayEvent.DROP: ("撤销费用明细", "drop lines"),
    StayEvent.DISCHARGE: ("出院", "discharge"),
    StayEvent.UNDO_DISCHARGE: ("撤销出院", "undo the discharge"),
    StayEvent.CANCEL: ("撤销入院", "cancel the admission"),
    StayEvent.SETTLE_INTERIM: ("中途结算", "settle in between"),
    StayEvent.SETTLE: ("出院结算", "settle"),
    StayEvent.REVERSE_INTERIM: ("撤销中途结算", "reverse an interim settlement"),
    StayEvent.REVERSE: ("撤销出院结算", "reverse the settlement"),
}
_STAY_HINTS: dict[StayState, tuple[str, str]] = {
    StayState.ADMITTED: (
        "请先做 2402 出院；在院期间结算请用中途结算（mid_setl_flag 1）。",
        "Discharge first (2402); until then only interim settlement is open (mid_setl_flag 1).",
    ),
    StayState.DISCHARGED: (
        "请做 2304 出院结算，或先用 2405 撤销出院。",
        "Settle it (2304), or undo the discharge first (2405).",
    ),
    StayState.SETTLED: ("请先用 2305 撤销结算。", "Reverse the settlement first (2305)."),
    StayState.CANCELLED: ("请重新办理入院（2401）。", "Admit the patient anew (2401)."),
}


def move(visit: Visit, event: VisitEvent) -> VisitState:
    """Return the state that the event leads an outpatient visit to, or refuse it by name."""
    state = VisitState(visit.state)
    target = next_state(state, event)
    if target is None:
        raise _out_of_order(EVENTS[event], STATES[state], _HINTS[state])
    return target


def move_stay(stay: Visit, event: StayEvent) -> StayState:
    """Return the state that the event leads a stay to, or refuse it by name."""
    state = StayState(stay.state)
    target = STAY.next_state(state, event)
    if target is None:
        raise _out_of_order(STAY_EVENTS[event], STAY_STATES[state], _STAY_HINTS[state])
    return target


def _out_of_order(
    event: tuple[str, str], state: tuple[str, str], hint: tuple[str, str]
) -> OutOfOrder:
    return OutOfOrder(
        event_zh=event[0],
        event_en=event[1],
        state_zh=state[0],
        state_en=state[1],
        hint_zh=hint[0],
        hint_en=hint[1],
    )


def lock_visit(place: Place, mdtrt_id: str, psn_no: str) -> Visit:
    """Return an outpatient visit of this institution and person under lock."""
    found = _locked(place, mdtrt_id, psn_no, tuple(VisitState))
    if found is None:
        raise VisitUnknown(mdtrt_id=mdtrt_id)
    return found


def lock_stay(place: Place, mdtrt_id: str, psn_no: str) -> Visit:
    """Return a stay of this institution and person under lock."""
    found = _locked(place, mdtrt_id, psn_no, tuple(StayState))
    if found is None:
        raise StayUnknown(mdtrt_id=mdtrt_id)
    return found


def _locked(
    place: Place, mdtrt_id: str, psn_no: str, states: tuple[VisitState | StayState, ...]
) -> Visit | None:
    """Read one visit inside a transaction; its id stands for nothing under another person."""
    return (
        Visit.objects.select_for_update(of=("self",))
        .filter(mdtrt_id=mdtrt_id, institution_id=place.code, psn_no=psn_no)
        .filter(state__in=states)
        .first()
    )
